import { TRUST_IP } from '../../../../libs/policy/language/words.js';
import { type Attempt, outcomeOf } from '../../core/attempt.js';
import type { AuthorizePorts } from './authorize-ports.js';

/** Has the last use of the session or the address that carried an ALLOW written down, where that is old. */
export function noteTrustUse(attempt: Attempt, { trust }: Pick<AuthorizePorts, 'trust'>): void {
  noteSessionUse(attempt, trust);
  const held = attempt.trust?.ip;
  if (held?.useIsNews !== true || (outcomeOf(attempt).carriedBy & TRUST_IP) === 0) return;
  const { account, address } = attempt.login;
  trust.noteUse({ account: account.name, trustId: held.id, address: address.text });
}

function noteSessionUse(attempt: Attempt, trust: AuthorizePorts['trust']): void {
  const { session, login } = attempt;
  if (session?.useIsNews !== true || outcomeOf(attempt).decision !== 'ALLOW') return;
  const { account, sessionId } = session.signIn;
  trust.noteUse({ account, trustId: sessionId, address: login.address.text });
}
