import { isInteractive, isService, type Service } from '../../../../libs/names/services.js';
import type { Scope, ServiceSettings } from './settings.js';

/** Gatepost services that those settings do not have. */
const UNKNOWN_THERE = ['SOAP', 'Sieve', 'Chat'];
const DEFAULT_DAYS = 7;

interface Group {
  readonly services: readonly Service[];
  readonly settings: ServiceSettings;
}

/**
 * A document that decides as the settings of a domain, or the global settings (`*`), did. Where
 * that is impossible, a comment says how it differs.
 */
export function documentFrom(domain: string, scope: Scope): string {
  const groups = groupsOf(scope);
  const networks = new Map<string, string>();
  const rules = groups.flatMap((group) => rulesFor(group, networks));
  const kinds = new Set(groups.map(({ settings }) => settings['2fa_policy']));
  return [
    `domain: ${domain === '*' ? '"*"' : domain}`,
    ...notesOn(scope, groups),
    ...(networks.size === 0 ? [] : ['networks:']),
    ...[...networks].map(([ranges, name]) => `  ${name}: [${ranges}]`),
    'rules:',
    ...(rules.length === 0 ? ['  - { name: nothing was set, deny: "Not allowed." }'] : rules),
    ...(kinds.has(1) || kinds.has(2) ? ['trust:'] : []),
    ...(kinds.has(1) ? trustOf('ip', scope.trusted_ip_expiration_days) : []),
    ...(kinds.has(2) ? trustOf('device', scope.trusted_device_expiration_days) : []),
    '',
  ].join('\n');
}

/** Services with equal settings share their rules. ZmWebUI is used for WebUI if that is absent. */
function groupsOf({ services }: Scope): Group[] {
  const groups = new Map<string, { services: Service[]; settings: ServiceSettings }>();
  for (const [name, settings] of Object.entries(services)) {
    if (name === 'ZmWebUI' && services.WebUI !== undefined) continue;
    const service = name === 'ZmWebUI' ? 'WebUI' : name;
    if (!isService(service)) throw new TypeError(`no service ${service}`);
    const ranges = rangesOf(settings).sort();
    const key = JSON.stringify([{ ...settings, trusted_ip_range: ranges }, isInteractive(service)]);
    const group = groups.get(key) ?? { services: [], settings };
    group.services.push(service);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function rulesFor({ services, settings }: Group, networks: Map<string, string>): string[] {
  const names = services.join(', ');
  const bind = settings.ip_can_change ? '' : ', bind-session-to-ip: true';
  const rule = (what: string, where: string, require: string) =>
    `  - { name: "${names}: ${what}", services: [${names}], ${where}require: ${require}${bind} }`;
  const either = '[password, app-password]';
  if (settings['2fa_policy'] === 0) return [rule('no second factor', '', either)];
  const trust = settings['2fa_policy'] === 1 ? 'trusted-ip' : 'trusted-device';
  const ranges = rangesOf(settings)
    .map((one) => JSON.stringify(one))
    .join(', ');
  if (ranges !== '' && !networks.has(ranges)) networks.set(ranges, `trusted-${networks.size + 1}`);
  const interactive = services.every(isInteractive);
  return [
    ...(ranges === ''
      ? []
      : [rule('from a trusted range', `from: [${networks.get(ranges)}], `, either)]),
    rule(`on ${trust}`, `when: ${trust}, `, either),
    interactive
      ? rule('a second factor', '', '[password + otp, app-password]')
      : rule('no code can be asked for', '', 'app-password'),
  ];
}

function rangesOf({ trusted_ip_range: written }: ServiceSettings): string[] {
  return [...new Set(written.map(({ range }) => range))];
}

function trustOf(kind: 'ip' | 'device', days: number | undefined): string[] {
  const note =
    days === undefined ? ` # no expiry was given: ${DEFAULT_DAYS} days are ours to choose` : '';
  const life = days ?? DEFAULT_DAYS;
  return [`  ${kind}: { default: ${life}d, max: ${life}d }${note}`];
}

/** The differences in meaning between the document and the settings. */
function notesOn(scope: Scope, groups: readonly Group[]): string[] {
  const { services } = scope;
  const set = new Set(groups.flatMap((group) => group.services as readonly string[]));
  const has = (name: string) => set.has(name);
  const left = ['WebUI', 'WebAdminUI', 'Imap', 'Pop3', 'Smtp', 'EAS', 'Dav', 'MobileApp']
    .concat(['DesktopApp', 'Cli'])
    .filter((name) => !has(name));
  const ranged = groups.some(
    ({ settings }) => settings['2fa_policy'] === 0 && settings.trusted_ip_range.length > 0,
  );
  const notes = [
    'Differs: what no rule matches is denied here, and nothing is inherited from "*".',
    `Differs: ${UNKNOWN_THERE.join(', ')} had no settings of their own; they are denied until a rule names them.`,
    'Differs: SAML was set apart from these settings; add saml to the require of the services it is for.',
    ...(left.length > 0 ? [`Not set there, and so denied here: ${left.join(', ')}.`] : []),
    ...(has('EAS')
      ? [
          'Differs: once an account had a mobile password, its main password stopped working for EAS;',
          'here both work. To close the main password out, write require: app-password.',
        ]
      : []),
    ...(services.ZmWebUI === undefined
      ? []
      : ['Differs: ZmWebUI is WebUI here; where both were set, the settings of WebUI were taken.']),
    ...hostBits(groups),
    ...(ranged ? ['Trusted ranges of services without a second factor had no effect.'] : []),
  ];
  return notes.map((note) => `# ${note}`);
}

/** Those settings accept any address in a range; a document needs the first. */
function hostBits(groups: readonly Group[]): string[] {
  const written = groups.flatMap(({ settings }) => settings.trusted_ip_range);
  const notes = written.flatMap((one) =>
    one.written === undefined ? [] : [`${one.written} was written for ${one.range}.`],
  );
  return [...new Set(notes)];
}
