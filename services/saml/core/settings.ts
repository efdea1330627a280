import type { Binding } from './uris.js';
import { parseWebUrl } from './web-url.js';

/** What an administrator has set for a domain; what is absent has its default. */
export interface StoredSettings {
  readonly provider?: Provider | undefined;
  /** Our entity ID; absent: made of the configured one. */
  readonly entityId?: string | undefined;
  /** ACS URL by front-end name; for others the configured one. */
  readonly acsUrls: Readonly<Record<string, string>>;
  readonly signRequests?: boolean | undefined;
  readonly requireEncryption?: boolean | undefined;
  readonly allowCbc?: boolean | undefined;
  readonly accountAttribute?: string | undefined;
  readonly skewSeconds?: number | undefined;
  readonly forceAuthn?: boolean | undefined;
  readonly requestedContext?: string | undefined;
  readonly allowUnsolicited?: boolean | undefined;
  readonly logoutRevokesTrust?: boolean | undefined;
  readonly mapDomain?: string | undefined;
  readonly requestBinding?: Binding | undefined;
}

/** The identity provider, as its metadata says. */
export interface Provider {
  readonly entityId: string;
  readonly ssoUrl: string;
  /** Empty: it knows no logout. */
  readonly sloUrl: string;
  /** Where answers to its requests for logout go; empty or absent: to `sloUrl` (SAML metadata 2.2.2). */
  readonly sloResponseUrl?: string;
  readonly sloBinding: Binding;
  /** Signing certificates, PEM. */
  readonly certificates: readonly string[];
}

/** Settings of a domain, in force. */
export interface DomainSettings {
  readonly domain: string;
  /** Grows by one with each change. */
  readonly version: number;
  readonly stored: StoredSettings;
}

export const NO_SETTINGS: StoredSettings = { acsUrls: {} };
export const DEFAULT_SKEW_SECONDS = 60;
export const MAX_SKEW_SECONDS = 300;

/** Where this service provider is, as configured: `{domain}` and `{front-end}` stand for themselves. */
export interface Urls {
  readonly entityId: string;
  readonly acsUrl: string;
  readonly sloUrl: string;
}

/** Settings with nothing absent. */
export interface Effective {
  readonly domain: string;
  readonly provider: Provider;
  readonly entityId: string;
  readonly sloUrl: string;
  readonly signRequests: boolean;
  readonly requireEncryption: boolean;
  readonly allowCbc: boolean;
  readonly accountAttribute: string;
  readonly skewMs: number;
  readonly forceAuthn: boolean;
  readonly requestedContext: string;
  readonly allowUnsolicited: boolean;
  readonly logoutRevokesTrust: boolean;
  readonly mapDomain: string;
  readonly requestBinding: Binding;
  acsUrl(frontEnd: string): string;
}

/** Undefined where the domain has no identity provider that can be used. */
export function effectiveSettings(
  { domain, stored }: DomainSettings,
  urls: Urls,
): Effective | undefined {
  const { provider } = stored;
  if (provider === undefined || provider.entityId === '' || provider.ssoUrl === '')
    return undefined;
  if (provider.certificates.length === 0) return undefined;
  // Browsers are sent there: what was stored before it was checked is not used either.
  if ('problem' in parseWebUrl(provider.ssoUrl)) return undefined;
  return {
    domain,
    provider: {
      ...provider,
      sloUrl: usable(provider.sloUrl),
      sloResponseUrl: usable(provider.sloResponseUrl ?? ''),
    },
    entityId: entityIdOf({ domain, stored }, urls),
    sloUrl: fill(urls.sloUrl, { domain }),
    signRequests: stored.signRequests ?? true,
    requireEncryption: stored.requireEncryption ?? false,
    allowCbc: stored.allowCbc ?? false,
    accountAttribute: stored.accountAttribute ?? '',
    skewMs: (stored.skewSeconds ?? DEFAULT_SKEW_SECONDS) * 1000,
    forceAuthn: stored.forceAuthn ?? false,
    requestedContext: stored.requestedContext ?? '',
    allowUnsolicited: stored.allowUnsolicited ?? false,
    logoutRevokesTrust: stored.logoutRevokesTrust ?? false,
    mapDomain: stored.mapDomain ?? '',
    requestBinding: stored.requestBinding ?? 'redirect',
    acsUrl: (frontEnd) => acsUrlOf({ domain, stored }, urls, frontEnd),
  };
}

function usable(url: string): string {
  const parsed = parseWebUrl(url);
  return 'url' in parsed ? parsed.url : '';
}

/** The entity id under which the domain's provider knows us. */
export function entityIdOf(
  { domain, stored }: Pick<DomainSettings, 'domain' | 'stored'>,
  urls: Urls,
): string {
  return stored.entityId ?? fill(urls.entityId, { domain });
}

/** @param frontEnd the name at the end of its SPIFFE URI */
export function acsUrlOf(
  { domain, stored }: Pick<DomainSettings, 'domain' | 'stored'>,
  urls: Urls,
  frontEnd: string,
): string {
  return stored.acsUrls[frontEnd] ?? fill(urls.acsUrl, { domain, 'front-end': frontEnd });
}

/** Replaces `{name}` by its value. A name without a value stays as it is. */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{([a-z-]+)\}/g, (whole, name: string) => values[name] ?? whole);
}
