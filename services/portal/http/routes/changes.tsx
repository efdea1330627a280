import { domainOfAccount } from '../../../../libs/names/account.js';
import { field, goTo, show } from '../../../../libs/web/index.js';
import { ChangesPage } from '../../pages/my/changes.js';
import { PARTS } from '../../pages/my/frame.js';
import { networksOf } from '../networks.js';
import { doneOf, type PageParts, type Routes } from '../parts.js';
import { whoIsIn } from '../session-state.js';
import { unseenBy } from '../unseen.js';
import { visit } from '../visit.js';

/** Longer than any token of the record. */
const MOST_TOKEN = 512;

/** Pages of what changed about a person's account, and of the notices they have not seen. */
export function changeListRoutes(router: Routes, parts: PageParts): void {
  router.get(PARTS.changes, async (ctx) => {
    const person = await whoIsIn(ctx, parts);
    if (person === undefined) return;
    const { account } = person.session;
    const { after } = ctx.query;
    const token = typeof after === 'string' ? after.slice(0, MOST_TOKEN) : '';
    const [{ changes, next }, unseen] = await Promise.all([
      parts.ownSignIns.changes(person.ticket, token),
      unseenBy(parts, person),
    ]);
    const addresses = changes.map(({ address }) => address.replace(/\/.*/, ''));
    const networks = await networksOf(parts, person.ticket, addresses);
    const { look, browser } = visit(ctx);
    const props = {
      look: await look(domainOfAccount(account)),
      formKey: { token: parts.signer.formToken(browser()) },
      changes: changes.map((change, n) => {
        return { ...change, networks: networks.get(addresses[n] ?? '') ?? [] };
      }),
      older: next === '' ? undefined : `${PARTS.changes}?after=${encodeURIComponent(next)}`,
      ...{ account, unseen, done: doneOf(ctx, ['notices-seen']) },
    };
    show(ctx, <ChangesPage {...props} />);
  });

  router.post(`${PARTS.changes}/seen`, async (ctx) => {
    const person = await whoIsIn(ctx, parts);
    if (person === undefined) return;
    const until = Number(field(ctx, 'until'));
    if (Number.isSafeInteger(until)) await parts.ownNotices?.markSeen(person.ticket, until);
    return goTo(ctx, `${PARTS.changes}?done=notices-seen`);
  });
}
