import { field, goTo, show } from '../../../../libs/web/index.js';
import { readChangesAsked } from '../../core/changes.js';
import { pathOf } from '../../pages/layout.js';
import { TrialPage } from '../../pages/trial.js';
import { here, word } from '../domain.js';
import type { PageParts, Routes } from '../parts.js';
import { sendCsv } from '../send-csv.js';
import { visit } from '../visit.js';
import { hereToChange, showEdit, textOf } from './policy.js';

/** Pages of a trial: a candidate document beside the one in force. */
export function trialRoutes(router: Routes, parts: PageParts): void {
  const { policies } = parts;

  router.get('/domains/:domain/trial', async (ctx) => {
    const place = await here(ctx, parts);
    if (place === undefined) return;
    const { who, domain } = place;
    const report = await policies.trial(who, { domain, asked: readChangesAsked(ctx.query) });
    const done = ['trial-started', 'trial-ended'].find((each) => each === word(ctx, 'done'));
    show(
      ctx,
      <TrialPage place={{ ...place, look: visit(ctx).look }} report={report} done={done} />,
    );
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
    if (problems.length === 0) return goTo(ctx, pathOf(domain, '/trial?done=trial-started'));
    showEdit(ctx, place, { ...text, review: { kind: 'refused', problems } }, 409);
  });

  router.post('/domains/:domain/trial/end', async (ctx) => {
    const place = await hereToChange(ctx, parts);
    if (place === undefined) return;
    await policies.endTrial(place.who, { domain: place.domain, comment: '' });
    goTo(ctx, pathOf(place.domain, '/trial?done=trial-ended'));
  });
}
