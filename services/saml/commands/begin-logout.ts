import { notFound } from '../../../libs/errors/index.js';
import { signRequestId } from '../core/login-ticket.js';
import { formatLogoutRequest } from '../core/messages/logout.js';
import { effectiveSettings } from '../core/settings.js';
import type { LogoutParts } from './logout-parts.js';
import { NOTHING_TO_SEND, type Outgoing, sendMessage } from './send-message.js';

/** Replaces the front-end in signed ids of logout requests, because any front-end may carry the answer. */
export const LOGOUT = 'logout';

/**
 * Signs a person out here: ends their session and makes the message that tells the provider (SAML profiles 4.4).
 * @throws GatepostError NOT_FOUND if that decision opened no SAML session of the account
 */
export async function beginLogout(
  parts: LogoutParts,
  { account, domain, decisionId }: { account: string; domain: string; decisionId: string },
): Promise<Outgoing> {
  const { store, clock, random, mac, urls, trustStore } = parts;
  const session = await store.sessionOf(account, decisionId);
  if (session === undefined) throw notFound('this decision opened no SAML session');
  const settings = effectiveSettings(await store.settings(domain), urls);
  const keepTrust = settings?.logoutRevokesTrust !== true;
  await trustStore.endLogins({ account, actor: decisionId, keepTrust });
  await store.endSession(session);
  if (settings === undefined || settings.provider.sloUrl === '') return NOTHING_TO_SEND;
  const { provider, entityId } = settings;
  const nonce = random.bytes(16);
  const { keyId } = mac;
  const text = formatLogoutRequest({
    id: signRequestId(mac, { nonce, keyId, domain, frontEnd: LOGOUT }),
    now: clock.now(),
    destination: provider.sloUrl,
    entityId,
    nameId: session.nameId,
    sessionIndex: session.sessionIndex,
  });
  const [key] = await store.keys(domain);
  return sendMessage(parts, {
    text,
    parameter: 'SAMLRequest',
    url: provider.sloUrl,
    binding: provider.sloBinding,
    // The relay state comes back and names the key that signed the id.
    relayState: keyId,
    key,
  });
}
