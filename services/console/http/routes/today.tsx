import { show } from '../../../../libs/web/index.js';
import { TodayPage } from '../../pages/today.js';
import { here } from '../domain.js';
import { ownerOf } from '../long-work.js';
import type { PageParts, Routes } from '../parts.js';
import { visit } from '../visit.js';

const DAY_MS = 86_400_000;

/** How a domain fares: its first page. */
export function todayRoutes(router: Routes, parts: PageParts): void {
  const { record, accounts, policies, clock } = parts;

  router.get('/domains/:domain', async (ctx) => {
    const place = await here(ctx, parts);
    if (place === undefined) return;
    const { who, domain } = place;
    const since = clock.now() - DAY_MS;
    const [decisions, reasons, locked, trial, document] = await Promise.all([
      record.count(who, { domain, by: 'decision', since }),
      record.count(who, { domain, by: 'reason', since, decision: 'DENY' }),
      accounts.locked(who, domain),
      policies.trial(who, { domain }),
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
}
