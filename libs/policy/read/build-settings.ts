import type {
  Administrators,
  Enrolment,
  GraceGroup,
  Limits,
  Reference,
  TrustSettings,
  TrustTerms,
} from '../language/document.js';
import type { Path } from '../language/problem.js';
import { formatDuration, parseDay, parseDuration } from '../language/values.js';
import { canonicalAccount } from './build-rules.js';
import { asMap, compact, complain, placeOfKey, type Reader, referencesAt } from './reader.js';

type Raw = Readonly<Record<string, unknown>>;
type Kind = keyof TrustSettings;

const DEFAULT_PER_ACCOUNT: Readonly<Record<Kind, number>> = { ip: 5, device: 10, session: 20 };
const DEFAULT_IPV6_PREFIX = 64;

/** The trust that a document offers. If the default lifetime is left out, it is the longest one. */
export function buildTrust(reader: Reader, value: unknown): TrustSettings | 'none' | undefined {
  if (value === undefined || value === 'none') return value;
  const raw = asMap(value);
  refuseEmpty(reader, raw, ['trust']);
  const ip = termsOf(reader, raw.ip, 'ip');
  const ipv6Prefix = numberOf(asMap(raw.ip)['ipv6-prefix']) ?? DEFAULT_IPV6_PREFIX;
  return compact<TrustSettings>({
    ip: ip && { ...ip, ipv6Prefix },
    device: termsOf(reader, raw.device, 'device'),
    session: termsOf(reader, raw.session, 'session'),
  });
}

function termsOf(reader: Reader, value: unknown, kind: Kind): TrustTerms | undefined {
  if (value === undefined) return undefined;
  const path: Path = ['trust', kind];
  const raw = asMap(value);
  const max = durationOf(raw.max) ?? 0;
  const usual = durationOf(raw.default) ?? max;
  if (max > 0 && usual > max) {
    complain(reader, {
      path: [...path, 'default'],
      message: 'the default is longer than max',
      expected: `at most ${formatDuration(max)}`,
    });
  }
  const { file, line, column } = placeOfKey(reader, path);
  const perAccount = numberOf(raw['per-account']) ?? DEFAULT_PER_ACCOUNT[kind];
  return { file, line, column, default: usual, max, perAccount };
}

/** How a person without a second factor enrols one. */
export function buildEnrolment(reader: Reader, value: unknown): Enrolment | 'none' | undefined {
  if (value === undefined || value === 'none') return value;
  const raw = asMap(value);
  refuseEmpty(reader, raw, ['enrolment']);
  if (raw['app-passwords'] === true && raw.from === undefined) {
    complain(reader, {
      path: ['enrolment', 'app-passwords'],
      key: true,
      message: 'says where nothing: it needs "from"',
    });
  }
  const { file, line, column } = placeOfKey(reader, ['enrolment']);
  return compact<Enrolment>({
    file,
    line,
    column,
    from: raw.from === ANYWHERE ? ANYWHERE : placesOf(reader, raw.from),
    appPasswords: raw['app-passwords'] === true,
    graceUntil: dayOf(raw['grace-until']),
    graceGroups: graceGroupsOf(reader, raw['grace-groups']),
  });
}

function graceGroupsOf(reader: Reader, value: unknown): GraceGroup[] | undefined {
  if (value === undefined) return undefined;
  const raw = asMap(value);
  refuseEmpty(reader, raw, ['enrolment', 'grace-groups']);
  return Object.entries(raw).flatMap(([name, day]) => {
    const until = dayOf(day);
    if (until === undefined) return [];
    const { line, column, path } = placeOfKey(reader, ['enrolment', 'grace-groups', name]);
    return [{ name, line, column, path, until }];
  });
}

/** A reserved word of `enrolment.from`; no network may have this name. */
export const ANYWHERE = 'anywhere';

function placesOf(reader: Reader, value: unknown): Reference[] | undefined {
  const places = referencesAt(reader, value, ['enrolment', 'from']);
  return places?.filter(({ name }, index) => {
    if (name !== ANYWHERE) return true;
    const path = ['enrolment', 'from', index];
    complain(reader, { path, message: '"anywhere" is no network', expected: 'from: anywhere' });
    return false;
  });
}

/**
 * Reads `administrators`. An empty section is reported to `reader`; undefined if there is no
 * section.
 */
export function buildAdministrators(reader: Reader, value: unknown): Administrators | undefined {
  if (value === undefined) return undefined;
  const raw = asMap(value);
  refuseEmpty(reader, raw, ['administrators']);
  const { line, column } = placeOfKey(reader, ['administrators']);
  const members = (role: string) =>
    referencesAt(reader, raw[role], ['administrators', role], canonicalAccount);
  return compact<Administrators>({
    line,
    column,
    full: members('full'),
    helpDesk: members('help-desk'),
    auditors: members('auditors'),
  });
}

/**
 * Reads the provider's `limits`. Empty sections are reported to `reader`; undefined if there is no
 * section.
 */
export function buildLimits(reader: Reader, value: unknown): Limits | undefined {
  if (value === undefined) return undefined;
  const raw = asMap(value);
  refuseEmpty(reader, raw, ['limits']);
  const trust = asMap(raw.trust);
  if ('trust' in raw) refuseEmpty(reader, trust, ['limits', 'trust']);
  const ip = asMap(trust.ip);
  if ('ip' in trust) refuseEmpty(reader, ip, ['limits', 'trust', 'ip']);
  const enrolment = asMap(raw.enrolment);
  if ('enrolment' in raw) refuseEmpty(reader, enrolment, ['limits', 'enrolment']);
  const { file, line, column } = placeOfKey(reader, ['limits']);
  return compact<Limits>({
    file,
    line,
    column,
    ipMax: durationOf(ip.max),
    ipv6Prefix: numberOf(ip['ipv6-prefix']),
    deviceMax: durationOf(asMap(trust.device).max),
    sessionMax: durationOf(asMap(trust.session).max),
    graceUntil: dayOf(enrolment['grace-until']),
    noEnrolmentAnywhere: enrolment.anywhere === false ? true : undefined,
  });
}

/** An empty section is a mistake, like an empty list. */
function refuseEmpty(reader: Reader, raw: Raw, path: Path): void {
  if (Object.keys(raw).length > 0) return;
  complain(reader, { path, message: 'the section is empty' });
}

function durationOf(value: unknown): number | undefined {
  const duration = typeof value === 'string' ? parseDuration(value) : undefined;
  return duration?.ok ? duration.value : undefined;
}

function dayOf(value: unknown): number | undefined {
  const day = typeof value === 'string' ? parseDay(value) : undefined;
  return day?.ok ? day.value : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
