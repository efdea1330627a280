import type { Clock } from '../../../../libs/clock/index.js';
import { administersOf, mayAct } from '../../core/administrators.js';
import {
  type Act,
  type Administers,
  administer,
  provedMore,
  VIEWED,
} from '../../core/earned-tickets.js';
import type { PolicySet } from '../../core/policy-set.js';
import type { SignIn } from '../../core/session/sign-in.js';
import type { Tickets } from '../../ports/tickets.js';
import type { ValidSession } from './find-valid-session.js';

export interface RenewPorts {
  readonly tickets: Tickets;
  readonly policies: { current(): PolicySet };
  readonly clock: Clock;
}

/** How long after the factors an administrator's tickets can be renewed. */
const ADMINISTER_MS = 3_600_000;
/** How long the factors count as fresh for the act an administrator signed in to do. */
const ACT_MS = 300_000;

/**
 * Renews tickets for the secret of a valid session: `view`, `administer` if the documents in force still grant it,
 * and `act` while its factors are fresh. The tickets carry the time of the session's sign-in, so that a later
 * not-before refuses them.
 */
export async function renewTickets(
  session: ValidSession,
  wanted: readonly string[],
  frontEnd: string,
  ports: RenewPorts,
) {
  if (session.token.kind !== 'secret') return [];
  const { account, decisionId, startedAt } = session.signIn;
  const sign = { account, frontEnd, decisionId, loginBegunAt: startedAt };
  const { tickets } = ports;
  const renewed = [];
  if (wanted.includes('view')) {
    const view = { purpose: 'view', stores: VIEWED, oneFactor: false } as const;
    renewed.push(await tickets.issue({ ...sign, ...view }));
  }
  const administers = wanted.includes('administer')
    ? stillAdministers(session.signIn, ports)
    : undefined;
  if (administers !== undefined) {
    const until = startedAt + ADMINISTER_MS;
    renewed.push(await tickets.issue({ ...sign, ...administer(administers), until }));
    const act = wanted.includes('act') ? actOf(session.signIn, administers, ports) : undefined;
    if (act !== undefined) {
      const fresh = { purpose: 'act', act, until: startedAt + ACT_MS } as const;
      renewed.push(await tickets.issue({ ...sign, ...administer(administers), ...fresh }));
    }
  }
  return renewed;
}

/**
 * The act the person signed in for, if they still may do it. One sign-in does its act once, however often the ticket is
 * asked for.
 */
function actOf({ act, startedAt }: SignIn, own: Administers, ports: RenewPorts): Act | undefined {
  if (act === undefined || ports.clock.now() >= startedAt + ACT_MS) return undefined;
  const wanted = { ...act, request: Buffer.from(act.request, 'base64url') };
  return mayAct(ports.policies.current(), own, wanted) ? wanted : undefined;
}

/** Checked as at the sign-in: it was for `WebAdminUI`, with more than one factor, and no front-end's statement. */
function stillAdministers(signIn: SignIn, { policies, clock }: RenewPorts) {
  const { account, service, proved, passwordStated, startedAt } = signIn;
  if (service !== 'WebAdminUI' || !provedMore(proved)) return undefined;
  if (passwordStated && proved.includes('password')) return undefined;
  if (clock.now() >= startedAt + ADMINISTER_MS) return undefined;
  return administersOf(policies.current(), account);
}
