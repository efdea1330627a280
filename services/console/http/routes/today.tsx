import { show } from '../../../../libs/web/index.js';
import type { TrialState } from '../../core/trial-states.js';
import { TodayPage } from '../../pages/today.js';
import { type Here, here } from '../domain.js';
import { ownerOf } from '../long-work.js';
import type { PageParts, Routes } from '../parts.js';
import { trialKey } from '../trial-key.js';
import { visit } from '../visit.js';
import { within } from '../within.js';

const DAY_MS = 86_400_000;
/** How long the page waits for a trial to be found, and for its count. In a small domain that is enough. */
const A_MOMENT_MS = 100;

/** How a domain fares: its first page. */
export function todayRoutes(router: Routes, parts: PageParts): void {
  const { record, accounts, policies, trialStates, clock } = parts;

  router.get('/domains/:domain', async (ctx) => {
    const place = await here(ctx, parts);
    if (place === undefined) return;
    const { who, domain } = place;
    const since = clock.now() - DAY_MS;
    const [decisions, reasons, locked, trial, document] = await Promise.all([
      record.count(who, { domain, by: 'decision', since }),
      record.count(who, { domain, by: 'reason', since, decision: 'DENY' }),
      accounts.locked(who, domain),
      trialOf(place),
      policies.get(who, { domain }),
    ]);
    const page = (
      <TodayPage
        place={{ ...place, look: visit(ctx).look }}
        {...{ decisions, reasons, locked, trial }}
        hasDocument={document !== undefined}
        works={parts.works.list(ownerOf(ctx, parts, place))}
      />
    );
    show(ctx, page);
  });

  async function trialOf({ who, domain }: Here): Promise<TrialState | 'unknown'> {
    const key = trialKey(who, domain);
    const look = trialStates.look(key, (signal) => policies.trial(who, { domain, signal }));
    const seen = await within(look, A_MOMENT_MS);
    if (seen === undefined) return trialStates.known(key) ?? 'unknown';
    const { state, counted } = seen;
    return (counted && (await within(counted, A_MOMENT_MS))) ?? state;
  }
}
