import type { Provider, StoredSettings } from './settings.js';

/** The settings to change. Absent ones stay; the provider is changed field by field. */
export type SettingsChange = Partial<Omit<StoredSettings, 'provider'>> & {
  readonly provider?: Partial<Provider>;
};

/** The settings that an administrator may clear, by their name in the contract. */
export const CLEARABLE = {
  provider_slo_url: 'sloUrl',
  provider_slo_response_url: 'sloResponseUrl',
  entity_id: 'entityId',
  acs_urls: 'acsUrls',
  sign_requests: 'signRequests',
  require_encryption: 'requireEncryption',
  allow_cbc: 'allowCbc',
  account_attribute: 'accountAttribute',
  skew_seconds: 'skewSeconds',
  force_authn: 'forceAuthn',
  requested_context: 'requestedContext',
  allow_unsolicited: 'allowUnsolicited',
  logout_revokes_trust: 'logoutRevokesTrust',
  map_domain: 'mapDomain',
  request_binding: 'requestBinding',
} as const;

/** Those of them that are fields of the provider. */
const OF_PROVIDER: readonly string[] = ['sloUrl', 'sloResponseUrl'];

export type Clearable = keyof typeof CLEARABLE;

const NO_PROVIDER: Provider = {
  entityId: '',
  ssoUrl: '',
  sloUrl: '',
  sloResponseUrl: '',
  sloBinding: 'redirect',
  certificates: [],
};

/** The settings after a change. ACS URLs are added to the existing ones. */
export function changeSettings(
  stored: StoredSettings,
  change: SettingsChange,
  clear: readonly Clearable[],
): StoredSettings {
  const { provider, acsUrls, ...rest } = change;
  const cleared = without(stored, clear);
  const changed = {
    ...cleared,
    ...rest,
    acsUrls: { ...cleared.acsUrls, ...acsUrls },
  };
  if (provider === undefined) return changed;
  return { ...changed, provider: { ...NO_PROVIDER, ...changed.provider, ...provider } };
}

function without(stored: StoredSettings, clear: readonly Clearable[]): StoredSettings {
  const names = clear.map((name) => CLEARABLE[name] as string);
  const kept = Object.entries(stored).filter(([name]) => !names.includes(name));
  const { provider, ...rest } = { acsUrls: {}, ...Object.fromEntries(kept) } as StoredSettings;
  if (provider === undefined) return rest;
  const emptied = OF_PROVIDER.filter((name) => names.includes(name)).map((name) => [name, '']);
  return { ...rest, provider: { ...provider, ...Object.fromEntries(emptied) } };
}

/** Names of the settings that differ, in the order of the contract. */
export function changedNames(before: StoredSettings, after: StoredSettings): string[] {
  const differ = (one: unknown, other: unknown) => JSON.stringify(one) !== JSON.stringify(other);
  const names = Object.entries(CLEARABLE)
    .filter(([, own]) => !OF_PROVIDER.includes(own))
    .filter(([, own]) =>
      differ(before[own as keyof StoredSettings], after[own as keyof StoredSettings]),
    )
    .map(([name]) => name);
  const ofProvider = [
    ['provider_entity_id', 'entityId'],
    ['provider_sso_url', 'ssoUrl'],
    ['provider_slo_url', 'sloUrl'],
    ['provider_slo_response_url', 'sloResponseUrl'],
    ['provider_certificates', 'certificates'],
  ] as const;
  return [
    ...ofProvider
      .filter(([, own]) => differ(before.provider?.[own], after.provider?.[own]))
      .map(([name]) => name),
    ...names,
  ];
}
