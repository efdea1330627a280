import { notFound, permissionDenied } from '../../../libs/errors/index.js';
import { readIssuer, readNameId } from '../core/assertion.js';
import { checkDestination } from '../core/checks/destination.js';
import type { Finding } from '../core/checks/facts.js';
import { checkOneIssuer } from '../core/checks/issuer.js';
import { checkLogoutTime } from '../core/checks/logout-time.js';
import { checkMessage } from '../core/checks/message.js';
import { attributeOf, childrenOf, type Element, trimmedText } from '../core/element.js';
import { isOurRequestId, signRequestId } from '../core/login-ticket.js';
import { formatLogoutResponse } from '../core/messages/logout.js';
import { type Effective, effectiveSettings } from '../core/settings.js';
import { SAMLP } from '../core/uris.js';
import type { QuotaOwner } from '../ports.js';
import { LOGOUT } from './begin-logout.js';
import { type IncomingLogout, readLogout } from './logout-message.js';
import type { LogoutParts } from './logout-parts.js';
import { NOTHING_TO_SEND, type Outgoing, sendMessage } from './send-message.js';

/** How long a logout request may be in transit if it does not say. */
const UNDERWAY_MS = 300_000;

export interface LogoutAnswer extends Outgoing {
  /** The account that was signed out; empty if none was. */
  readonly account: string;
}

/**
 * Handles a logout message of the domain's provider. A request ends sessions and is answered. The answer to our own
 * request needs no reply.
 * @throws GatepostError NOT_FOUND; PERMISSION_DENIED for a message that fails its checks, which ends nothing
 */
export async function consumeLogout(
  parts: LogoutParts,
  { domain, ...incoming }: IncomingLogout & { readonly domain: string },
): Promise<LogoutAnswer> {
  const { store, clock, log, urls } = parts;
  const settings = effectiveSettings(await store.settings(domain), urls);
  if (settings === undefined) throw notFound(`${domain} has no identity provider`);
  const refuse = (finding: string): never => {
    log.warn('a SAML logout message was refused', { domain, finding });
    throw permissionDenied('the logout message cannot be trusted');
  };
  const yields = () => parts.yieldToEventLoop(quotaOwnerOf(domain));
  await yields();
  const read = await readLogout(
    { ...parts, yieldToEventLoop: yields },
    incoming,
    settings.provider.certificates,
  );
  if ('problem' in read) return refuse(read.problem);
  const { root, relayState } = read;
  const finding =
    checkMessage(root, root.name === 'LogoutResponse' ? 'LogoutResponse' : 'LogoutRequest') ??
    checkOneIssuer(readIssuer(root), settings.provider.entityId) ??
    checkDestination({ message: root, messageSigned: true, url: settings.sloUrl }) ??
    checkLogoutTime(root, { now: clock.now(), skewMs: settings.skewMs, underwayMs: UNDERWAY_MS });
  if (finding !== undefined) return refuse(finding);
  if (root.name === 'LogoutResponse') {
    const foreign = checkAnswer(parts, domain, root, relayState);
    return foreign === undefined ? { ...NOTHING_TO_SEND, account: '' } : refuse(foreign);
  }
  return endSessions(parts, settings, root, relayState);
}

/**
 * Whose quota a logout message counts against. The front-end that carries it gives no client address, so all of a domain
 * share one.
 */
export function quotaOwnerOf(domain: string): QuotaOwner {
  return { domain, address: 'logout' };
}

/** Checks that a message answers a request of ours. Nothing was stored for the request. */
function checkAnswer({ mac }: LogoutParts, domain: string, root: Element, keyId: string): Finding {
  const inResponseTo = attributeOf(root, 'InResponseTo') ?? '';
  const ours = isOurRequestId(mac, inResponseTo, {
    keyId: keyId || mac.keyId,
    domain,
    frontEnd: LOGOUT,
  });
  return ours ? undefined : `in response to ${inResponseTo}, which is not a request of ours`;
}

async function endSessions(
  parts: LogoutParts,
  settings: Effective,
  root: Element,
  relayState: string,
): Promise<LogoutAnswer> {
  const { store, clock, random, mac, trustStore } = parts;
  const { domain, provider, entityId, skewMs } = settings;
  const id = attributeOf(root, 'ID') ?? '';
  const now = clock.now();
  const nameId = readNameId(root);
  const indexes = childrenOf(root, SAMLP, 'SessionIndex').map(trimmedText);
  const sessions = nameId === undefined ? [] : await store.sessionsOf(domain, nameId, indexes);
  const keepTrust = !settings.logoutRevokesTrust;
  for (const account of new Set(sessions.map((session) => session.account))) {
    await trustStore.endLogins({ account, actor: provider.entityId, keepTrust });
  }
  const expiresAt = now + 24 * 3600_000 + UNDERWAY_MS + skewMs;
  const logout = {
    domain,
    provider: provider.entityId,
    assertionId: id,
    requestId: undefined,
    expiresAt,
  };
  // A repeated request is answered again but does not end sessions opened since.
  const first = await store.endSessions(logout, sessions);
  const account = first ? (sessions[0]?.account ?? '') : '';
  if (provider.sloUrl === '') return { ...NOTHING_TO_SEND, account };
  const { keyId } = mac;
  const { sloBinding: binding } = provider;
  const url = provider.sloResponseUrl || provider.sloUrl;
  const text = formatLogoutResponse({
    id: signRequestId(mac, { nonce: random.bytes(16), keyId, domain, frontEnd: LOGOUT }),
    now,
    destination: url,
    entityId,
    inResponseTo: id,
  });
  const [key] = await store.keys(domain);
  const answer = { text, parameter: 'SAMLResponse', url, binding, relayState, key } as const;
  return { ...sendMessage(parts, answer), account };
}
