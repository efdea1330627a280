import { domainOfAccount } from '../../../../libs/names/account.js';
import { parseDomain } from '../../../../libs/names/domain.js';
import { goTo, show } from '../../../../libs/web/index.js';
import { ChooseDomainPage } from '../../pages/choose-domain.js';
import { pathOf } from '../../pages/layout.js';
import { TodayPage } from '../../pages/today.js';
import { here, word } from '../domain.js';
import type { PageParts, Routes } from '../parts.js';
import { tell } from '../refuse.js';
import { whoIsIn } from '../session.js';
import { visit } from '../visit.js';

const DAY_MS = 86_400_000;

/** The first page, and the page where an operator chooses a domain. */
export function todayRoutes(router: Routes, parts: PageParts): void {
  const { record, accounts, policies, clock } = parts;

  router.get('/', async (ctx) => {
    const who = await whoIsIn(ctx, parts);
    if (who === undefined) return;
    if (who.domain !== '*') return goTo(ctx, pathOf(who.domain));
    const page = <ChooseDomainPage look={visit(ctx).look} domain={domainOfAccount(who.account)} />;
    show(ctx, page);
  });

  router.get('/domains', (ctx) => {
    const domain = parseDomain(word(ctx, 'domain'));
    if (domain.ok) goTo(ctx, pathOf(domain.value));
    else tell(ctx, 'not-found', 404);
  });

  router.get('/domains/:domain', async (ctx) => {
    const place = await here(ctx, parts);
    if (place === undefined) return;
    const { who, domain } = place;
    const since = clock.now() - DAY_MS;
    const [decisions, reasons, locked, trial, document] = await Promise.all([
      record.count(who, { domain, by: 'decision', since }),
      record.count(who, { domain, by: 'reason', since, decision: 'DENY' }),
      accounts.locked(who, domain),
      policies.trial(who, domain),
      policies.get(who, { domain }),
    ]);
    const page = (
      <TodayPage
        place={{ ...place, look: visit(ctx).look }}
        {...{ decisions, reasons, locked, trial }}
        hasDocument={document !== undefined}
      />
    );
    show(ctx, page);
  });
}
