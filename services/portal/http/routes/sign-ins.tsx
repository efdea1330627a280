import { domainOfAccount } from '../../../../libs/names/account.js';
import { programOf } from '../../../../libs/user-agent/index.js';
import { show } from '../../../../libs/web/index.js';
import { type OwnSignIn, toBeHelped, type WaysIn, withoutSteps } from '../../core/own-sign-in.js';
import { isSameNetwork } from '../../core/same-network.js';
import { SignInsPage } from '../../pages/my/sign-ins.js';
import { networksOf } from '../networks.js';
import type { PageParts, Routes } from '../parts.js';
import { whoIsIn } from '../session-state.js';
import { visit } from '../visit.js';

/** Longer than any token of the record. */
const MOST_TOKEN = 512;

/** Pages of a person's own sign-ins, and what would have helped with those that were refused. */
export function signInRoutes(router: Routes, parts: PageParts): void {
  router.get('/my/sign-ins', async (ctx) => {
    const person = await whoIsIn(ctx, parts);
    if (person === undefined) return;
    const { account } = person.session;
    const { ticket } = person;
    const { after } = ctx.query;
    const token = typeof after === 'string' ? after.slice(0, MOST_TOKEN) : '';
    const found = await parts.ownSignIns.list(ticket, token);
    const signIns = withoutSteps(found.signIns);
    const [networks, help] = await Promise.all([
      networksOf(
        parts,
        ticket,
        signIns.map(({ address }) => address),
      ),
      helpFor(parts, ticket, signIns),
    ]);
    const { look, visitor } = visit(ctx);
    const page = (
      <SignInsPage
        look={await look(domainOfAccount(account))}
        account={account}
        signIns={signIns.map((signIn) => ({
          ...signIn,
          networks: networks.get(signIn.address) ?? [],
          program: programOf(signIn.userAgent),
          waysIn: help.get(signIn.id),
        }))}
        isHere={(address) => isSameNetwork(visitor.address.client, address)}
        signInHost={visitor.signInHost}
        now={parts.clock.now()}
        clientName={(id) => parts.clients(id)?.name ?? id}
        older={
          found.next === '' ? undefined : `/my/sign-ins?after=${encodeURIComponent(found.next)}`
        }
      />
    );
    show(ctx, page);
  });
}

/** If policy cannot be asked, the page omits the help. */
async function helpFor(
  { ownSignIns, log }: PageParts,
  ticket: string,
  signIns: readonly OwnSignIn[],
): Promise<ReadonlyMap<string, WaysIn>> {
  const found = await Promise.all(
    toBeHelped(signIns).map(async ({ id }) => {
      try {
        return [[id, await ownSignIns.waysIn(ticket, id)] as const];
      } catch (error) {
        log.warn('policy could not be asked what would help with a sign-in', { error });
        return [];
      }
    }),
  );
  return new Map(found.flat());
}
