import type { Context } from 'koa';
import type { VNode } from 'preact';
import { field, show } from '../../../../libs/web/index.js';
import { type ProgressOr, readDays, USUAL_DAYS } from '../../core/evidence.js';
import { Refusal } from '../../pages/edit-policy.js';
import {
  ProposalResult,
  ProposePage,
  RehearsalPage,
  RehearsalResult,
} from '../../pages/evidence.js';
import type { Look } from '../../pages/layout.js';
import { Broken, ProgressLine } from '../../pages/streamed.js';
import type { PageParts, Routes } from '../parts.js';
import { showMessage } from '../refuse.js';
import { streamPage, whileRead } from '../stream-page.js';
import { visit } from '../visit.js';
import { hereToChange, textOf } from './policy.js';

const DAY_MS = 86_400_000;

/** Rehearses a document on the record, and proposes one from it. Nothing is stored: closing the page ends the work. */
export function evidenceRoutes(router: Routes, parts: PageParts): void {
  const { policies, evidence, clock } = parts;

  router.post('/domains/:domain/policy/rehearse', async (ctx) => {
    const place = await hereToChange(ctx, parts);
    if (place === undefined) return;
    const { who, domain } = place;
    const { content, base } = textOf(ctx);
    const days = readDays(field(ctx, 'days'));
    const shown = { ...place, look: visit(ctx).look };
    const page = <RehearsalPage place={shown} {...{ content, base, days }} />;
    const of = { domain, content, since: clock.now() - days * DAY_MS };
    run(ctx, parts, who.account, {
      page,
      start: (signal) => evidence.rehearse(who, { ...of, signal }),
      result: (found) => <RehearsalResult place={shown} found={found} />,
      content,
    });
  });

  router.get('/domains/:domain/policy/propose', async (ctx) => {
    const place = await hereToChange(ctx, parts);
    if (place === undefined) return;
    const { who, domain } = place;
    const hasDocument = (await policies.get(who, { domain })) !== undefined;
    const shown = { ...place, look: visit(ctx).look };
    const props = { place: shown, days: USUAL_DAYS, hasDocument, isMade: false };
    show(ctx, <ProposePage {...props} />);
  });

  router.post('/domains/:domain/policy/propose', async (ctx) => {
    const place = await hereToChange(ctx, parts);
    if (place === undefined) return;
    const { who, domain } = place;
    const days = readDays(field(ctx, 'days'));
    const active = await policies.get(who, { domain });
    if (active === undefined) return showMessage(ctx, 'not-found', 404);
    const shown = { ...place, look: visit(ctx).look };
    const base = String(active.revision);
    run(ctx, parts, who.account, {
      page: <ProposePage place={shown} days={days} hasDocument isMade />,
      start: (signal) =>
        evidence.propose(who, { domain, since: clock.now() - days * DAY_MS, signal }),
      result: (found) => <ProposalResult place={shown} found={found} base={base} />,
      content: '',
    });
  });
}

/** Shows long work while it runs, unless the account has too much under way already. */
export function run<Result>(
  ctx: Context,
  { underWay, log }: PageParts,
  account: string,
  of: {
    readonly page: VNode;
    readonly start: (signal: AbortSignal) => AsyncIterable<ProgressOr<Result>>;
    readonly result: (found: Result) => VNode;
    /** The document that problems point into. */
    readonly content: string;
  },
): void {
  const { look } = visit(ctx);
  const release = underWay.take(account);
  if (release === undefined) {
    showMessage(ctx, 'busy', 429);
    return;
  }
  ctx.res.once('close', release);
  const content = partsOf(look, of.start(whileRead(ctx)), of);
  const failed = (error: unknown) => {
    log.error('long work could not go on', { error, path: ctx.path });
    return <Broken look={look} />;
  };
  streamPage(ctx, of.page, { content, failed });
}

async function* partsOf<Result>(
  look: Look,
  answers: AsyncIterable<ProgressOr<Result>>,
  of: { readonly result: (found: Result) => VNode; readonly content: string },
): AsyncGenerator<VNode> {
  for await (const each of answers) {
    switch (each.kind) {
      case 'progress':
        yield <ProgressLine look={look} done={each.done} total={each.total} />;
        break;
      case 'refused':
        yield <Refusal look={look} problems={each.problems} content={of.content} />;
        break;
      case 'result':
        yield of.result(each.result);
        break;
      default:
        each satisfies never;
    }
  }
}
