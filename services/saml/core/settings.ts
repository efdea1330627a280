import type { Binding } from './uris.js';
import { parseWebUrl } from './web-url.js';

/** What an administrator has set for a domain. Absent settings have their default. */
export interface StoredSettings {
  readonly provider?: Provider | undefined;
  /** Our entity ID. Absent: built from the configured template. */
  readonly entityId?: string | undefined;
  /** ACS URLs by front-end name. Other front-ends use the configured template. */
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

/** The identity provider as its metadata describes it. */
export interface Provider {
  readonly entityId: string;
  readonly ssoUrl: string;
  /** Empty if it does not support logout. */
  readonly sloUrl: string;
  /** Where answers to its logout requests are sent; empty or absent: to `sloUrl` (SAML metadata 2.2.2). */
  readonly sloResponseUrl?: string;
  readonly sloBinding: Binding;
  /** Signing certificates, PEM. */
  readonly certificates: readonly string[];
}

/** The settings of a domain that are in force. */
export interface DomainSettings {
  readonly domain: string;
  /** Increases by one with each change. */
  readonly version: number;
  readonly stored: StoredSettings;
}

export const NO_SETTINGS: StoredSettings = { acsUrls: {} };
export const DEFAULT_SKEW_SECONDS = 60;
export const MAX_SKEW_SECONDS = 300;

/** The configured URLs of this service provider, with `{domain}` and `{front-end}` as placeholders. */
export interface Urls {
  readonly entityId: string;
  readonly acsUrl: string;
  readonly sloUrl: string;
}

/** Settings with all defaults filled in. */
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

/** Undefined if the domain has no usable identity provider. */
export function effectiveSettings(
  { domain, stored }: DomainSettings,
  urls: Urls,
): Effective | undefined {
  const { provider } = stored;
  if (provider === undefined || provider.entityId === '' || provider.ssoUrl === '')
    return undefined;
  if (provider.certificates.length === 0) return undefined;
  // Browsers are sent to this URL, so URLs stored before this check existed are not used either.
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

/** The entity ID by which the domain's provider knows us. */
export function entityIdOf(
  { domain, stored }: Pick<DomainSettings, 'domain' | 'stored'>,
  urls: Urls,
): string {
  return stored.entityId ?? fill(urls.entityId, { domain });
}

/** @param frontEnd the name at the end of the front-end's SPIFFE URI */
export function acsUrlOf(
  { domain, stored }: Pick<DomainSettings, 'domain' | 'stored'>,
  urls: Urls,
  frontEnd: string,
): string {
  return stored.acsUrls[frontEnd] ?? fill(urls.acsUrl, { domain, 'front-end': frontEnd });
}

/** Replaces `{name}` with its value. A name without a value stays as it is. */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{([a-z-]+)\}/g, (whole, name: string) => values[name] ?? whole);
}
