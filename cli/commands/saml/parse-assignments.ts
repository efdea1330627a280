import { Binding, Settings } from '../../../libs/gen/gatepost/saml/v1/saml.js';
import { complete } from '../../../libs/grpc/wire/complete.js';
import { parseWhole } from '../../input/durations.js';
import { readInput } from '../../input/read-input.js';
import { usageError } from '../../output/exit.js';

type Change = { -readonly [K in keyof Settings]: Settings[K] };

const FLAGS = {
  sign_requests: 'signRequests',
  require_encryption: 'requireEncryption',
  allow_cbc: 'allowCbc',
  force_authn: 'forceAuthn',
  allow_unsolicited: 'allowUnsolicited',
  logout_revokes_trust: 'logoutRevokesTrust',
} as const;

const TEXTS = {
  entity_id: 'entityId',
  account_attribute: 'accountAttribute',
  requested_context: 'requestedContext',
  map_domain: 'mapDomain',
  provider_entity_id: 'providerEntityId',
  provider_sso_url: 'providerSsoUrl',
  provider_slo_url: 'providerSloUrl',
  provider_slo_response_url: 'providerSloResponseUrl',
} as const;

/**
 * Reads `name=value` assignments as the settings to change. @throws CliError that names the wrong
 * one
 */
export function parseAssignments(domain: string, assignments: readonly string[]): Settings {
  const change: Change = complete(Settings, { domain });
  for (const assignment of assignments) {
    const at = assignment.indexOf('=');
    if (at < 1) throw usageError(`"${assignment}" is not name=value`);
    assign(change, assignment.slice(0, at), assignment.slice(at + 1));
  }
  return change;
}

function assign(change: Change, name: string, value: string): void {
  if (value === '') throw usageError(`${name} has no value: use --clear ${name} to reset it`);
  if (isKey(FLAGS, name)) change[FLAGS[name]] = parseFlag(name, value);
  else if (isKey(TEXTS, name)) change[TEXTS[name]] = value;
  else if (name === 'skew_seconds') change.skewSeconds = parseWhole(value, { min: 0, max: 300 });
  else if (name === 'request_binding') change.requestBinding = parseBinding(value);
  else if (name === 'provider_certificates') change.providerCertificates = readCertificates(value);
  else if (name.startsWith('acs_urls.')) change.acsUrls[name.slice('acs_urls.'.length)] = value;
  else throw usageError(`there is no setting "${name}": see saml set --help`);
}

function isKey<T extends object>(names: T, name: string): name is keyof T & string {
  return Object.hasOwn(names, name);
}

function parseFlag(name: string, value: string): boolean {
  if (value === 'yes' || value === 'true') return true;
  if (value === 'no' || value === 'false') return false;
  throw usageError(`${name} is yes or no, not "${value}"`);
}

function parseBinding(value: string): Binding {
  if (value === 'redirect') return Binding.REDIRECT;
  if (value === 'post') return Binding.POST;
  throw usageError(`request_binding is redirect or post, not "${value}"`);
}

function readCertificates(path: string): string[] {
  const pems = readInput(path)
    .toString('latin1')
    .match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g);
  if (pems === null) throw usageError(`${path} holds no PEM certificate`);
  return pems.map((pem) => `${pem}\n`);
}
