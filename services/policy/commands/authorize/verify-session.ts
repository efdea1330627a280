import type { Verified } from '../../../../libs/policy/decide/facts.js';
import type { Attempt } from '../../core/attempt.js';
import { couldHave, opensFrom } from '../../core/session/client.js';
import { decideAgain } from '../../core/session/decide-again.js';
import { findSession, readToken } from '../session/find-session.js';
import type { AuthorizePorts } from './authorize-ports.js';

/**
 * Verifies a mail token. Its session must be valid, its client must open mail from this address, and the documents in
 * force must let its sign-in in. Every failure gives the same result, except a wrong client.
 */
export async function verifySession(
  attempt: Attempt,
  bytes: Buffer,
  ports: AuthorizePorts,
): Promise<Verified> {
  const { login, active, call } = attempt;
  const token = readToken(ports, bytes);
  // The session's own secret does not open mail.
  if (token === undefined || token.kind !== 'mail') return 'wrong';
  if (token.account !== login.account.name) return 'wrong';
  const found = await findSession(token, bytes, active, call, ports);
  if (found === undefined) return 'wrong';
  const client = ports.clients.find(found.signIn.client);
  if (client === undefined || !couldHave(ports.clients, found.signIn)) return 'wrong-service';
  if (!opensFrom(client, login.address)) return 'wrong-service';
  attempt.foundSession = found;
  if (decideAgain(active?.policy, found.signIn, attempt.startedAt) === undefined) return 'wrong';
  attempt.session = found;
  return 'right';
}
