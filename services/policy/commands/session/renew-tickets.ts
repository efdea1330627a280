import type { Clock } from '../../../../libs/clock/index.js';
import { administersOf } from '../../core/administrators.js';
import { administer, provedMore, VIEWED } from '../../core/earned-tickets.js';
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

/**
 * The tickets that a session that stands renews, for the session's own secret: `view`, and `administer`
 * where the documents in force still say so. They rest on the session's sign-in: a not-before that is
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
  }
  return renewed;
}

/** As at the sign-in: for that service, on more than one factor, none of them a front-end's word. */
function stillAdministers(signIn: SignIn, { policies, clock }: RenewPorts) {
  const { account, service, proved, byWord, startedAt } = signIn;
  if (service !== 'WebAdminUI' || !provedMore(proved)) return undefined;
  if (byWord && proved.includes('password')) return undefined;
  if (clock.now() >= startedAt + ADMINISTER_MS) return undefined;
  return administersOf(policies.current(), account);
}
