import { domainOfAccount } from '../../../../libs/names/account.js';
import { programOf } from '../../../../libs/user-agent/index.js';
import { field, goTo, show } from '../../../../libs/web/index.js';
import { isInside } from '../../core/same-network.js';
import { AccessPage } from '../../pages/my/access.js';
import { networksOf } from '../networks.js';
import { doneOf, type PageParts, type Routes } from '../parts.js';
import { whoIsIn } from '../session-state.js';
import { visit } from '../visit.js';
import { endAndLeave, signOut } from './home.js';

const DONE = ['ended', 'trusted'] as const;

/** Pages of sessions, trusted connections and devices: the person sees and ends them. */
export function accessRoutes(router: Routes, parts: PageParts): void {
  router.get('/my/access', async (ctx) => {
    const person = await whoIsIn(ctx, parts);
    if (person === undefined) return;
    const { look, browser, visitor, cookie } = visit(ctx);
    const { session, trusts, sessionId } = person;
    const { account } = session;
    const here = trusts.filter(
      ({ id, kind, name }) =>
        id === sessionId ||
        (kind === 'device' && id === cookie('deviceTrust')) ||
        (kind === 'ip' && isInside(visitor.address.client, name)),
    );
    const [userAgents, networks] = await Promise.all([
      parts.browsers.userAgents(account),
      networksOf(
        parts,
        person.ticket,
        trusts.map(({ lastAddress }) => lastAddress),
      ),
    ]);
    const page = (
      <AccessPage
        look={await look(domainOfAccount(account))}
        formKey={{ token: parts.signer.formToken(browser()) }}
        account={account}
        trusts={trusts.map((trust) => ({
          ...trust,
          program: programOf(userAgents.get(trust.id)),
          networks: networks.get(trust.lastAddress) ?? [],
        }))}
        here={here.map(({ id }) => id)}
        page={
          sessionId === undefined
            ? {
                since: session.signedInAt,
                until: session.expiresAt,
                program: programOf(visitor.userAgent),
              }
            : undefined
        }
        clientName={(id) => parts.clients(id)?.name ?? id}
        done={doneOf(ctx, DONE)}
      />
    );
    show(ctx, page);
  });

  router.post('/my/access/end', async (ctx) => {
    const person = await whoIsIn(ctx, parts);
    if (person === undefined) return;
    const id = field(ctx, 'id');
    if (id !== '' && id === person.sessionId) return signOut(ctx, parts);
    // If it is not the person's, or is over, there is nothing to end.
    const isOwn = person.trusts.some((trust) => trust.id === id);
    if (isOwn) await parts.ownTrusts.end(person.ticket, [id]);
    return goTo(ctx, '/my/access?done=ended');
  });

  router.post('/my/access/end-all', async (ctx) => {
    const person = await whoIsIn(ctx, parts);
    return person && endAndLeave(ctx, parts, person);
  });
}
