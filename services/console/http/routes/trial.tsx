import type { VNode } from 'preact';
import { field, goTo, show } from '../../../../libs/web/index.js';
import { readChangesAsked } from '../../core/changes.js';
import type { TrialReport } from '../../core/document.js';
import type { ProgressOr } from '../../core/evidence.js';
import { type Place, pathOf } from '../../pages/layout.js';
import { Broken, ProgressLine, STREAMED } from '../../pages/streamed.js';
import { NoTrial, TrialFound, TrialPage } from '../../pages/trial.js';
import { here, word } from '../domain.js';
import type { PageParts, Routes } from '../parts.js';
import { showMessage } from '../refuse.js';
import { sendCsv } from '../send-csv.js';
import { streamPage, whileRead } from '../stream-page.js';
import { trialKey } from '../trial-key.js';
import { visit } from '../visit.js';
import { within } from '../within.js';
import { hereToChange, showEdit, textOf } from './policy.js';

/** How long a page waits for the beginning of a count before it is shown without. */
const A_MOMENT_MS = 100;

/** Pages of a trial: a candidate document beside the one in force. */
export function trialRoutes(router: Routes, parts: PageParts): void {
  const { policies, trialStates, log } = parts;

  router.get('/domains/:domain/trial', async (ctx) => {
    const place = await here(ctx, parts);
    if (place === undefined) return;
    const { who, domain } = place;
    const release = parts.followers.take(who.account);
    if (release === undefined) return showMessage(ctx, 'busy', 429);
    ctx.res.once('close', release);
    const { look } = visit(ctx);
    const shown = { ...place, look };
    const done = ['trial-started', 'trial-ended'].find((each) => each === word(ctx, 'done'));
    const asked = readChangesAsked(ctx.query);
    const count = policies.trial(who, { domain, asked, signal: whileRead(ctx) });
    // A refusal of the services is a page of its own, if it comes before the page begins.
    const beginning = count.next();
    const first = await within(beginning, A_MOMENT_MS);
    const page = (children: VNode) => (
      <TrialPage place={shown} done={done}>
        {children}
      </TrialPage>
    );
    if (first?.done) return show(ctx, page(<NoTrial place={shown} />));
    streamPage(ctx, page(STREAMED), {
      content: contentOf(shown, beginning, count),
      failed(error) {
        if (!ctx.res.closed) log.error('a trial could not be shown', { error, path: ctx.path });
        return <Broken look={look} />;
      },
    });
  });

  router.get('/domains/:domain/trial.csv', async (ctx) => {
    const place = await here(ctx, parts);
    if (place === undefined) return;
    const { who, domain } = place;
    const { filter } = readChangesAsked(ctx.query);
    const heads = ['account', 'service', 'was', 'would_be', 'rule', 'sign_ins', 'last_decision_id'];
    await sendCsv(ctx, { name: `trial-${domain}`, heads }, async function* () {
      for await (const items of policies.differences(who, { domain, filter })) {
        yield items.map(({ account, service, was, wouldBe, rule, count, decisionId }) => [
          ...[account, service, was, wouldBe, rule, String(count), decisionId],
        ]);
      }
    });
  });

  router.post('/domains/:domain/trial/start', async (ctx) => {
    const place = await hereToChange(ctx, parts);
    if (place === undefined) return;
    const { who, domain } = place;
    const text = textOf(ctx);
    const comment = field(ctx, 'comment').slice(0, 200);
    const problems = await policies.startTrial(who, { domain, content: text.content, comment });
    trialStates.forget(trialKey(who, domain));
    if (problems.length === 0) return goTo(ctx, pathOf(domain, '/trial?done=trial-started'));
    showEdit(ctx, place, { ...text, review: { kind: 'refused', problems } }, 409);
  });

  router.post('/domains/:domain/trial/end', async (ctx) => {
    const place = await hereToChange(ctx, parts);
    if (place === undefined) return;
    await policies.endTrial(place.who, { domain: place.domain, comment: '' });
    trialStates.forget(trialKey(place.who, place.domain));
    goTo(ctx, pathOf(place.domain, '/trial?done=trial-ended'));
  });
}

/** How far the count is, and what it found. */
async function* contentOf(
  place: Place,
  beginning: Promise<IteratorResult<ProgressOr<TrialReport>>>,
  count: AsyncIterable<ProgressOr<TrialReport>>,
): AsyncGenerator<VNode> {
  const partOf = (part: ProgressOr<TrialReport>) => {
    if (part.kind === 'result') return <TrialFound place={place} report={part.result} />;
    if (part.kind !== 'progress') return <Broken look={place.look} />;
    return <ProgressLine look={place.look} done={part.done} total={part.total} />;
  };
  yield partOf({ kind: 'progress', done: 0, total: 0 });
  const first = await beginning;
  yield first.done ? <NoTrial place={place} /> : partOf(first.value);
  for await (const part of count) yield partOf(part);
}
