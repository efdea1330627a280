import { isInteractive } from '../../../../libs/names/services.js';
import { isSignIn, TRUST_DEVICE, TRUST_IP } from '../../../../libs/policy/language/words.js';
import { carriersOf, type DecidedAttempt, validUntil } from '../../core/attempt.js';
import type { Act } from '../../core/earned-tickets.js';
import { asksForTrust } from '../../core/login.js';
import { serves } from '../../core/session/client.js';
import { mintSecret } from '../../core/session/session-token.js';
import { type SealedTrust, type SignIn, sealSignIn } from '../../core/session/sign-in.js';
import { hash } from '../session/find-session.js';
import type { AuthorizePorts } from './authorize-ports.js';
import { cannotBeAsked } from './cannot-be-asked.js';

const SECRET_OCTETS = 32;

/**
 * Grants the session that was asked for, with an ALLOW at a web client or an app. The sign-in is sealed here and kept
 * by trust-store. If trust-store cannot be asked, the decision does not change and the answer says that nothing was
 * granted.
 */
export async function grantSession(attempt: DecidedAttempt, ports: AuthorizePorts): Promise<void> {
  const { login, active } = attempt;
  const seconds = login.remember?.sessionSeconds;
  if (seconds === undefined || active === undefined) return;
  if (attempt.outcome.decision !== 'ALLOW') return;
  const refused = refusal(attempt, ports);
  const result = refused === undefined ? await keep(attempt, seconds, ports) : { refused };
  attempt.grants = [...attempt.grants, { kind: 'session', ...result }];
  const held = 'held' in result;
  attempt.trace.add(() => ({
    step: 'remember',
    rule: '',
    detail: `session: ${held ? 'granted' : `refused, ${result.refused}`}`,
    held,
  }));
}

/** Why no session is granted. Undefined if one may be. */
function refusal(attempt: DecidedAttempt, { clients }: AuthorizePorts): string | undefined {
  const { login, active } = attempt;
  const { proved, bindSessionToIp } = attempt.outcome;
  if (proved.includes('session')) return 'one-factor';
  if (!isSignIn(proved) || !isInteractive(login.service)) return 'not-interactive';
  if (active?.policy.described.trust.session === undefined) return 'not-offered';
  if (login.client === '') return undefined;
  const client = clients.find(login.client);
  if (client === undefined || !serves(client, login.service, login.account.domain)) return 'client';
  // The webmail refreshes an OIDC session itself, so nobody would see the browser's address change.
  return bindSessionToIp && client.how.kind === 'oidc' ? 'bound-session' : undefined;
}

async function keep(
  attempt: DecidedAttempt,
  seconds: number,
  { trust, mac, random }: AuthorizePorts,
): Promise<{ held: { id: string; until: number; useIsNews: boolean } } | { refused: string }> {
  const { login, active, decisionId, startedAt } = attempt;
  const terms = active?.limits.session;
  if (active === undefined || terms === undefined) return { refused: 'not-offered' };
  const lasts = Math.min(seconds || terms.defaultSeconds, terms.maxSeconds);
  const until = Math.min(startedAt + lasts * 1000, validUntil(attempt) ?? Infinity);
  const sessionId = random.id();
  const account = login.account.name;
  const secret = mintSecret(mac, { sessionId, account, random: random.bytes(SECRET_OCTETS) });
  const signIn = signInOf(attempt, { sessionId, until, secretHash: hash(secret) });
  try {
    const outcome = await trust.grantSession(
      {
        ...{ account, sessionId, until, decisionId, limits: active.limits },
        sealed: sealSignIn(mac, signIn),
        carriedBy: Object.values(carriersOf(attempt)).filter((id) => id !== undefined),
        fromIp: login.address.text,
        client: login.client,
        service: login.service,
        presentedAt: startedAt,
      },
      attempt.call.half(),
    );
    if ('held' in outcome) attempt.sessionSecret = secret;
    return outcome;
  } catch (error) {
    if (!cannotBeAsked(error)) throw error;
    return { refused: 'unavailable' };
  }
}

function signInOf(
  attempt: DecidedAttempt,
  of: { readonly sessionId: string; readonly until: number; readonly secretHash: Buffer },
): SignIn {
  const { login, facts, connection, startedAt, decisionId } = attempt;
  const { proved } = attempt.outcome;
  return {
    sessionId: of.sessionId,
    account: login.account.name,
    service: login.service,
    address: login.address.text,
    proved,
    passwordStated: login.first.kind === 'password-verified',
    userVerified: attempt.userVerified,
    ip: sealedTrust(attempt, TRUST_IP, connection.trustedIp),
    device: sealedTrust(attempt, TRUST_DEVICE, connection.trustedDevice),
    hasOtp: typeof facts.hasOtp === 'boolean' ? facts.hasOtp : null,
    hasPasskey: typeof facts.hasPasskey === 'boolean' ? facts.hasPasskey : null,
    client: login.client,
    secretHash: of.secretHash.toString('base64url'),
    startedAt,
    until: of.until,
    decisionId,
    ...(login.act && { act: sealedAct(login.act) }),
  };
}

function sealedAct({ rpc, subject, request }: Act) {
  return { rpc, subject, request: Buffer.from(request).toString('base64url') };
}

/** A login that asks to trust an address or a device is decided as if no trust held. */
function sealedTrust(attempt: DecidedAttempt, bit: number, held: boolean | undefined): SealedTrust {
  if ((attempt.outcome.carriedBy & bit) !== 0) return 'carried';
  if (asksForTrust(attempt.login)) return 'not-held';
  if ((attempt.trustAsked & bit) === 0) return 'not-asked';
  return held === true ? 'held' : 'not-held';
}
