import { type Settings, Binding as WireBinding } from '../../../libs/gen/gatepost/saml/v1/saml.js';
import { type DomainSettings, entityIdOf, type Urls } from '../core/settings.js';

const BINDINGS = { redirect: WireBinding.REDIRECT, post: WireBinding.POST } as const;

/** The stored settings, with our entity ID as it is used. */
export function settingsToWire(settings: DomainSettings, urls: Urls): Settings {
  const { domain, version, stored } = settings;
  const { provider } = stored;
  return {
    domain,
    version: BigInt(version),
    providerEntityId: provider?.entityId ?? '',
    providerSsoUrl: provider?.ssoUrl ?? '',
    providerSloUrl: provider?.sloUrl ?? '',
    providerSloResponseUrl: provider?.sloResponseUrl ?? '',
    providerCertificates: [...(provider?.certificates ?? [])],
    entityId: entityIdOf(settings, urls),
    acsUrls: { ...stored.acsUrls },
    signRequests: stored.signRequests,
    requireEncryption: stored.requireEncryption,
    allowCbc: stored.allowCbc,
    accountAttribute: stored.accountAttribute ?? '',
    skewSeconds: stored.skewSeconds,
    forceAuthn: stored.forceAuthn,
    requestedContext: stored.requestedContext ?? '',
    allowUnsolicited: stored.allowUnsolicited,
    logoutRevokesTrust: stored.logoutRevokesTrust,
    mapDomain: stored.mapDomain ?? '',
    requestBinding: BINDINGS[stored.requestBinding ?? 'redirect'],
  };
}
