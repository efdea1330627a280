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
import type { Tickets } from '../../ports.js';
import type { StandingSession } from './standing-session.js';

export interface RenewPorts {
  readonly tickets: Tickets;
  readonly policies: { current(): PolicySet };
  readonly clock: Clock;
}

/** An administrator's tickets are renewed for so long after the factors. */
const ADMINISTER_MS = 3_600_000;
/** For what an administrator signed in to do, the factors are fresh for so long. */
const ACT_MS = 300_000;

/**
 * The tickets that a session that stands renews, for the session's own secret: `view`, and `administer`
 * where the documents in force still say so, with `act` while its factors are fresh. They rest on the session's sign-in: a not-before that is
 * written later refuses them.
 */
export async function renewTickets(
  session: StandingSession,
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

/** What the person signed in to do, if they still may. Of one sign-in it is done once, however often it is asked. */
function actOf({ act, startedAt }: SignIn, own: Administers, ports: RenewPorts): Act | undefined {
  if (act === undefined || ports.clock.now() >= startedAt + ACT_MS) return undefined;
  const wanted = { ...act, request: Buffer.from(act.request, 'base64url') };
  return mayAct(ports.policies.current(), own, wanted) ? wanted : undefined;
}

/** As at the sign-in: for that service, on more than one factor, none of them a front-end's word. */
function stillAdministers(signIn: SignIn, { policies, clock }: RenewPorts) {
  const { account, service, proved, byWord, startedAt } = signIn;
  if (service !== 'WebAdminUI' || !provedMore(proved)) return undefined;
  if (byWord && proved.includes('password')) return undefined;
  if (clock.now() >= startedAt + ADMINISTER_MS) return undefined;
  return administersOf(policies.current(), account);
}
