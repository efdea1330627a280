import { domainOfAccount } from '../../../../libs/names/account.js';
import type { CallScope } from '../../core/answers.js';
import { couldHave } from '../../core/session/client.js';
import { decideAgain } from '../../core/session/decide-again.js';
import type { FoundSession } from '../../core/session/found-session.js';
import type { SessionToken } from '../../core/session/session-token.js';
import { findSession, readToken, type SessionPorts } from './find-session.js';

export interface ValidSession extends FoundSession {
  readonly token: SessionToken;
  readonly bindSessionToIp: boolean;
}

/**
 * The session of a token if it is valid now: trust-store has it, its client could still get it, and the documents in
 * force would let its sign-in in. Otherwise undefined, for any reason.
 * @param address the browser's canonical address; undefined if unknown
 */
export async function findValidSession(
  text: string,
  address: string | undefined,
  call: CallScope,
  ports: SessionPorts,
): Promise<ValidSession | undefined> {
  const token = readToken(ports, text);
  if (token === undefined) return undefined;
  const active = ports.policies.current().find(domainOfAccount(token.account));
  const found = await findSession(token, text, active, call, ports);
  if (found === undefined || !couldHave(ports.clients, found.signIn)) return undefined;
  const allowed = decideAgain(active?.policy, found.signIn, ports.clock.now());
  if (allowed === undefined) return undefined;
  const { bindSessionToIp } = allowed;
  if (bindSessionToIp && address !== found.signIn.address) return undefined;
  if (found.useIsNews) {
    const { account, sessionId } = token;
    // If the browser's address is unknown, the login that opens mail reports the use instead.
    if (address !== undefined) ports.trust.noteUse({ account, trustId: sessionId, address });
  }
  return { ...found, token, bindSessionToIp };
}
