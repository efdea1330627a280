import { parseAccount } from '../../../../libs/names/account.js';
import { goTo, show } from '../../../../libs/web/index.js';
import { ACT_KINDS, HELP_KINDS } from '../../core/act.js';
import { readFilter } from '../../core/sign-in.js';
import { AccountsPage } from '../../pages/accounts.js';
import { personPath } from '../../pages/layout.js';
import { PersonPage } from '../../pages/person.js';
import { accountOf, here, word } from '../domain.js';
import type { PageParts, Routes } from '../parts.js';
import { showMessage } from '../refuse.js';
import { sendCsv } from '../send-csv.js';
import { visit } from '../visit.js';

const PAGE = 50;
const RECENT = 10;
const MOST_LINES = 100_000;
const CSV_PAGE = 1_000;

/** Pages of a domain's people. */
export function accountRoutes(router: Routes, parts: PageParts): void {
  const { accounts, record, clock } = parts;

  router.get('/domains/:domain/accounts', async (ctx) => {
    const place = await here(ctx, parts);
    if (place === undefined) return;
    const { who, domain } = place;
    const asked = word(ctx, 'account').trim();
    const parsed = parseAccount(asked.includes('@') ? asked : `${asked}@${domain}`);
    if (asked !== '' && parsed.ok && parsed.value.domain === domain) {
      return goTo(ctx, personPath(domain, parsed.value.name));
    }
    const after = word(ctx, 'after');
    const { items, next } = await accounts.list(who, { domain, account: '', after, size: PAGE });
    const look = { ...place, look: visit(ctx).look };
    show(ctx, <AccountsPage place={look} accounts={items} next={next} wrong={asked} />);
  });

  router.get('/domains/:domain/accounts.csv', async (ctx) => {
    const place = await here(ctx, parts);
    if (place === undefined) return;
    const { who, domain } = place;
    const heads = ['account', 'password_kept_here', 'app_passwords'];
    await sendCsv(ctx, { name: `accounts-${domain}`, heads }, async function* () {
      let [after, count] = ['', 0];
      do {
        const asked = { domain, account: '', after, size: CSV_PAGE };
        const { items, next } = await accounts.list(who, asked);
        yield items.map(({ account, hasPassword, appPasswords }) => [
          ...[account, String(hasPassword), String(appPasswords)],
        ]);
        count += items.length;
        after = next;
      } while (after !== '' && count < MOST_LINES);
    });
  });

  router.get('/domains/:domain/accounts/:account', async (ctx) => {
    const place = await here(ctx, parts);
    if (place === undefined) return;
    const { who, domain } = place;
    const account = accountOf(ctx, domain);
    if (account === undefined) return showMessage(ctx, 'not-found', 404);
    const filter = { ...readFilter({}), account };
    const [person, signIns] = await Promise.all([
      accounts.person(who, account),
      record.list(who, { domain, filter, after: '', size: RECENT }),
    ]);
    const page = (
      <PersonPage
        place={{ ...place, look: visit(ctx).look }}
        {...{ account, person, signIns: signIns.items, now: clock.now() }}
        done={[...ACT_KINDS, ...HELP_KINDS].find((kind) => kind === word(ctx, 'done'))}
        n={Number(/^\d{1,6}$/.exec(word(ctx, 'n'))?.[0] ?? 1)}
      />
    );
    show(ctx, page);
  });
}
