import { TRUST_IP } from '../../../../libs/policy/language/words.js';
import type { DecidedAttempt } from '../../core/attempt.js';
import type { AuthorizePorts } from './authorize-ports.js';

/** Records that the session or address trust that carried an ALLOW was used, if its recorded last use is old. */
export function noteTrustUse(
  attempt: DecidedAttempt,
  { trust }: Pick<AuthorizePorts, 'trust'>,
): void {
  noteSessionUse(attempt, trust);
  const held = attempt.trust?.ip;
  if (held?.useIsNews !== true || (attempt.outcome.carriedBy & TRUST_IP) === 0) return;
  const { account, address } = attempt.login;
  trust.noteUse({ account: account.name, trustId: held.id, address: address.text });
}

function noteSessionUse(attempt: DecidedAttempt, trust: AuthorizePorts['trust']): void {
  const { session, login } = attempt;
  if (session?.useIsNews !== true || attempt.outcome.decision !== 'ALLOW') return;
  const { account, sessionId } = session.signIn;
  trust.noteUse({ account, trustId: sessionId, address: login.address.text });
}
