import type { CallScope } from '../../core/answers.js';
import { readToken, type SessionPorts } from './find-session.js';

/**
 * Ends the session of a secret. Returns true if the session had not ended before. A mail token cannot end a session.
 */
export async function endSession(
  secret: string,
  frontEnd: string,
  call: CallScope,
  ports: Pick<SessionPorts, 'mac' | 'trust'>,
): Promise<boolean> {
  const token = readToken(ports, secret);
  if (token === undefined || token.kind !== 'secret') return false;
  const { account, sessionId } = token;
  return ports.trust.endSession({ account, sessionId, actor: frontEnd }, call);
}
