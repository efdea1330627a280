import { field, show } from '../../../../libs/web/index.js';
import { readDays, USUAL_DAYS } from '../../core/evidence.js';
import {
  ProposalResult,
  ProposePage,
  RehearsalPage,
  RehearsalResult,
} from '../../pages/evidence.js';
import { runLongWork } from '../long-work.js';
import type { PageParts, Routes } from '../parts.js';
import { showMessage } from '../refuse.js';
import { visit } from '../visit.js';
import { hereToChange, textOf } from './policy.js';

const DAY_MS = 86_400_000;

/** Rehearses a document on the record, and proposes one from it. Neither changes anything. */
export function evidenceRoutes(router: Routes, parts: PageParts): void {
  const { policies, evidence, clock } = parts;

  router.post('/domains/:domain/policy/rehearse', async (ctx) => {
    const place = await hereToChange(ctx, parts);
    if (place === undefined) return;
    const { who, domain } = place;
    const { content, base } = textOf(ctx);
    const days = readDays(field(ctx, 'days'));
    const of = { domain, content, since: clock.now() - days * DAY_MS };
    runLongWork(ctx, parts, place, {
      ...{ kind: 'rehearsal', days, forChange: true, content },
      page: (shown) => <RehearsalPage place={shown} {...{ content, base, days }} />,
      start: (signal) => evidence.rehearse(who, { ...of, signal }),
      result: (found, shown, asked) => <RehearsalResult {...{ place: shown, found, ...asked }} />,
      changes: ({ listed }) => listed,
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
    const base = String(active.revision);
    runLongWork(ctx, parts, place, {
      ...{ kind: 'proposal', days, forChange: true, content: '' },
      page: (shown) => <ProposePage place={shown} days={days} hasDocument isMade />,
      start: (signal) =>
        evidence.propose(who, { domain, since: clock.now() - days * DAY_MS, signal }),
      result: (found, shown, asked) => (
        <ProposalResult {...{ place: shown, found, base, ...asked }} />
      ),
      changes: ({ refuses }) => refuses,
    });
  });
}
