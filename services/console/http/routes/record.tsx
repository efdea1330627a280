import type { Context } from 'koa';
import { programOf } from '../../../../libs/user-agent/index.js';
import { show } from '../../../../libs/web/index.js';
import { type Filter, readFilter } from '../../core/sign-in.js';
import { SignInPage } from '../../pages/sign-in.js';
import { SignInsPage } from '../../pages/sign-ins.js';
import { here, word } from '../domain.js';
import type { PageParts, Routes } from '../parts.js';
import { showMessage } from '../refuse.js';
import { sendCsv } from '../send-csv.js';
import { visit } from '../visit.js';

const PAGE = 50;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Most lines of an exported file. The command line exports more, as no browser waits for it. */
const MOST_LINES = 10_000;
/** Small, so that a file begins at once. */
const CSV_PAGE = 200;

/** Pages of a domain's sign-ins. */
export function recordRoutes(router: Routes, parts: PageParts): void {
  const { record, policies } = parts;

  router.get('/domains/:domain/sign-ins', async (ctx) => {
    const place = await here(ctx, parts);
    if (place === undefined) return;
    const { who, domain } = place;
    const filter = filterOf(ctx, domain);
    const asked = { domain, filter, after: word(ctx, 'after'), size: PAGE };
    const { items, next } = await record.list(who, asked);
    const props = { place: { ...place, look: visit(ctx).look }, filter, signIns: items, next };
    show(ctx, <SignInsPage {...props} />);
  });

  router.get('/domains/:domain/sign-ins.csv', async (ctx) => {
    const place = await here(ctx, parts);
    if (place === undefined) return;
    const { who, domain } = place;
    const filter = filterOf(ctx, domain);
    await sendCsv(ctx, { name: `sign-ins-${domain}`, heads: HEADS }, async function* () {
      let [after, count] = ['', 0];
      do {
        const { items, next } = await record.list(who, { domain, filter, after, size: CSV_PAGE });
        yield items.map(
          ({ at, account, service, address, decision, reason, rule, userAgent, id }) => {
            const time = new Date(at).toISOString();
            return [time, account, service, address, decision, reason, rule, userAgent, id];
          },
        );
        count += items.length;
        after = next;
      } while (after !== '' && count < MOST_LINES);
    });
  });

  router.get('/domains/:domain/sign-ins/:id', async (ctx) => {
    const place = await here(ctx, parts);
    if (place === undefined) return;
    const { who, domain } = place;
    const id = String(ctx.params.id);
    const signIn = UUID.test(id) ? await record.find(who, { domain, id }) : undefined;
    if (signIn === undefined) return showMessage(ctx, 'not-found', 404);
    const { account, userAgent } = signIn;
    const explanation = await policies.explain(who, { account, id });
    const props = { place: { ...place, look: visit(ctx).look }, signIn, explanation };
    show(ctx, <SignInPage {...props} program={programOf(userAgent)} />);
  });
}

const HEADS = [
  ...['time', 'account', 'service', 'address', 'decision', 'reason', 'rule', 'program'],
  'decision_id',
];

/** A bare user name is completed with this domain. */
export function filterOf(ctx: Context, domain: string): Filter {
  const filter = readFilter(ctx.query);
  const { account } = filter;
  return account === '' || account.includes('@')
    ? filter
    : { ...filter, account: `${account}@${domain}` };
}
