import { type Settings, Binding as WireBinding } from '../../../libs/gen/gatepost/saml/v1/saml.js';
import type { RequestReader } from '../../../libs/grpc/requests/index.js';
import { CLEARABLE, type Clearable, type SettingsChange } from '../core/change-settings.js';
import { MAX_SKEW_SECONDS, type Provider } from '../core/settings.js';
import type { Binding } from '../core/uris.js';
import { parseWebUrl } from '../core/web-url.js';

const MOST_CERTIFICATES = 20;

/** Reads the fields that are set, as a change of settings. */
export function readChange(reader: RequestReader, wire: Settings): SettingsChange {
  const text = (name: string, value: string, max = 1024) =>
    value === '' ? undefined : reader.text(`settings.${name}`, value, { max });
  const entityId = text('entity_id', wire.entityId);
  const skew =
    wire.skewSeconds === undefined
      ? undefined
      : reader.whole('settings.skew_seconds', wire.skewSeconds, { min: 0, max: MAX_SKEW_SECONDS });
  return defined({
    provider: readProvider(reader, wire),
    entityId,
    acsUrls: readAcsUrls(reader, wire.acsUrls),
    signRequests: wire.signRequests,
    requireEncryption: wire.requireEncryption,
    allowCbc: wire.allowCbc,
    accountAttribute: text('account_attribute', wire.accountAttribute),
    skewSeconds: skew,
    forceAuthn: wire.forceAuthn,
    requestedContext: text('requested_context', wire.requestedContext),
    allowUnsolicited: wire.allowUnsolicited,
    logoutRevokesTrust: wire.logoutRevokesTrust,
    mapDomain:
      wire.mapDomain === '' ? undefined : reader.domain('settings.map_domain', wire.mapDomain),
    requestBinding:
      wire.requestBinding === WireBinding.UNSPECIFIED
        ? undefined
        : readBinding(reader, 'settings.request_binding', wire.requestBinding),
  });
}

function readProvider(reader: RequestReader, wire: Settings): Partial<Provider> | undefined {
  const { providerEntityId, providerSsoUrl, providerSloUrl, providerSloResponseUrl } = wire;
  const { providerCertificates } = wire;
  if (providerCertificates.length > MOST_CERTIFICATES) {
    reader.refuse('settings.provider_certificates', `more than ${MOST_CERTIFICATES}`);
  }
  const change = defined({
    entityId:
      providerEntityId === ''
        ? undefined
        : reader.text('settings.provider_entity_id', providerEntityId, { max: 1024 }),
    ssoUrl: providerSsoUrl && readUrl(reader, 'settings.provider_sso_url', providerSsoUrl),
    sloUrl: providerSloUrl && readUrl(reader, 'settings.provider_slo_url', providerSloUrl),
    sloResponseUrl:
      providerSloResponseUrl &&
      readUrl(reader, 'settings.provider_slo_response_url', providerSloResponseUrl),
    certificates: providerCertificates.length === 0 ? undefined : providerCertificates,
  });
  return Object.keys(change).length === 0 ? undefined : change;
}

function readAcsUrls(reader: RequestReader, urls: Settings['acsUrls']) {
  const entries = Object.entries(urls);
  if (entries.length === 0) return undefined;
  const read = entries.map(([frontEnd, url]) => {
    const field = `settings.acs_urls[${JSON.stringify(frontEnd.slice(0, 64))}]`;
    if (!/^[a-z0-9][a-z0-9.-]{0,62}$/.test(frontEnd))
      reader.refuse(field, 'not the name of a front-end');
    return [frontEnd, readUrl(reader, field, url)];
  });
  return Object.fromEntries(read);
}

/** Reads a URL to which browsers are sent. */
function readUrl(reader: RequestReader, field: string, text: string): string {
  const parsed = parseWebUrl(text);
  if ('url' in parsed) return parsed.url;
  reader.refuse(field, parsed.problem);
  return '';
}

/** Reads the names of settings to clear. A name that cannot be cleared is reported to `reader`. */
export function readClear(reader: RequestReader, names: readonly string[]): Clearable[] {
  return names.filter((name, index): name is Clearable => {
    if (Object.hasOwn(CLEARABLE, name)) return true;
    reader.refuse(`clear[${index}]`, `not a setting that can be cleared: ${name.slice(0, 64)}`);
    return false;
  });
}

/** Reads a binding. Defaults to the redirect binding. */
export function readBinding(reader: RequestReader, field: string, value: number): Binding {
  if (value === WireBinding.POST) return 'post';
  if (value !== WireBinding.REDIRECT && value !== WireBinding.UNSPECIFIED) {
    reader.refuse(field, 'not BINDING_REDIRECT or BINDING_POST');
  }
  return 'redirect';
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined | ''> };

/** Drops undefined and empty fields, because a change only contains what is set. */
function defined<T extends object>(fields: T): Defined<T> {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined && value !== '');
  return Object.fromEntries(given) as Defined<T>;
}
