import { notFound } from '../../../libs/errors/index.js';
import { formatLoginTicket, relayStateOf, shortHash, signRequestId } from '../core/login-ticket.js';
import { formatAuthnRequest } from '../core/messages/authn-request.js';
import { effectiveSettings, type Urls } from '../core/settings.js';
import type { Clock, Mac, Random, SamlStore, Xml } from '../ports.js';
import { nameOf } from './front-end.js';
import { type Outgoing, sendMessage } from './send-message.js';

export interface BeginLoginParts {
  readonly store: SamlStore;
  readonly xml: Xml;
  readonly mac: Mac;
  readonly clock: Clock;
  readonly random: Random;
  readonly urls: Urls;
  readonly loginLifetimeMs: number;
}

/**
 * Starts a login. Nothing is stored: the request id and the ticket are signed and contain what they were made for.
 * @throws GatepostError NOT_FOUND if the domain has no identity provider
 */
export async function beginLogin(
  parts: BeginLoginParts,
  request: { domain: string; account: string; frontEnd: string; decisionId: string },
): Promise<Outgoing & { readonly loginTicket: string }> {
  const { store, mac, clock, random, urls, loginLifetimeMs } = parts;
  const { domain, account, frontEnd, decisionId } = request;
  const settings = effectiveSettings(await store.settings(domain), urls);
  if (settings === undefined) throw notFound(`${domain} has no identity provider`);
  const now = clock.now();
  const { keyId } = mac;
  const requestId = signRequestId(mac, { nonce: random.bytes(16), keyId, domain, frontEnd });
  const { provider, entityId, forceAuthn, requestedContext } = settings;
  const text = formatAuthnRequest({
    id: requestId,
    now,
    destination: provider.ssoUrl,
    acsUrl: settings.acsUrl(nameOf(frontEnd)),
    entityId,
    forceAuthn,
    requestedContext,
  });
  const [key] = settings.signRequests ? await store.keys(domain) : [];
  const outgoing = sendMessage(parts, {
    text,
    parameter: 'SAMLRequest',
    url: provider.ssoUrl,
    binding: settings.requestBinding,
    relayState: relayStateOf(mac, { keyId, requestId }),
    key,
  });
  const loginTicket = formatLoginTicket(mac, {
    keyId,
    requestId,
    account,
    decisionId,
    begunAt: now,
    expiresAt: now + loginLifetimeMs,
    domainHash: shortHash(domain),
    frontEndHash: shortHash(frontEnd),
  });
  return { ...outgoing, loginTicket };
}
