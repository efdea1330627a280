import type { Random } from '../../../../libs/random/index.js';
import type { CallScope } from '../../core/answers.js';
import { MAIL_TOKEN_MS, mintMailToken } from '../../core/session/session-token.js';
import type { SignIn } from '../../core/session/sign-in.js';
import type { Credentials } from '../../ports/factors.js';
import type { SessionPorts } from './find-session.js';
import { findValidSession, type ValidSession } from './find-valid-session.js';

export interface IssuedMailToken {
  readonly mailToken: string;
  /** ms since the epoch */
  readonly expiresAt: number;
  readonly session: ValidSession;
}

export interface MailTokenPorts extends SessionPorts {
  readonly random: Random;
  readonly credentials: Credentials;
}

const NONCE_OCTETS = 12;

/**
 * Issues a mail token for a valid session. Undefined if the session is not valid. Takes only the session's own
 * secret. If a directory has changed or locked the password since, the session ends here for all its uses.
 * @param frontEnd SPIFFE URI of the caller
 */
export async function issueMailToken(
  secret: string,
  frontEnd: string,
  call: CallScope,
  ports: MailTokenPorts,
): Promise<IssuedMailToken | undefined> {
  const session = await findValidSession(secret, undefined, call, ports);
  if (session === undefined || session.token.kind !== 'secret') return undefined;
  const { sessionId, account } = session.token;
  if (!(await passwordHolds(session.signIn, call, ports))) {
    await ports.trust.endSession({ account, sessionId, actor: frontEnd }, call);
    return undefined;
  }
  const expiresAt = Math.min(ports.clock.now() + MAIL_TOKEN_MS, session.until);
  const nonce = ports.random.bytes(NONCE_OCTETS);
  const mailToken = mintMailToken(ports.mac, { sessionId, account, expiresAt, nonce });
  return { mailToken, expiresAt, session };
}

/** Sessions that were not opened by a password compared here are ended by whoever verified the other factor. */
async function passwordHolds(
  { account, startedAt, proved, passwordStated }: SignIn,
  call: CallScope,
  { credentials }: MailTokenPorts,
): Promise<boolean> {
  if (!proved.includes('password') || passwordStated) return true;
  return credentials.stillHolds({ account, since: startedAt }, call);
}
