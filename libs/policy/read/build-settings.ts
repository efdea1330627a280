import type { Enrolment, Limits, TrustSettings, TrustTerms } from '../language/document.js';
import type { Path } from '../language/problem.js';
import { formatDuration, parseDay, parseDuration } from '../language/values.js';
import { asMap, compact, complain, placeOfKey, type Reader, referencesAt } from './reader.js';

const DEFAULT_PER_ACCOUNT = { ip: 5, device: 10 } as const;
const DEFAULT_IPV6_PREFIX = 64;

/** What a document offers of trust. A lifetime that is left out is the largest one. */
export function buildTrust(reader: Reader, value: unknown): TrustSettings | undefined {
  if (value === undefined) return undefined;
  const raw = asMap(value);
  refuseEmpty(reader, raw, ['trust']);
  const ip = termsOf(reader, raw.ip, 'ip');
  const ipv6Prefix = numberOf(asMap(raw.ip)['ipv6-prefix']) ?? DEFAULT_IPV6_PREFIX;
  return compact<TrustSettings>({
    ip: ip && { ...ip, ipv6Prefix },
    device: termsOf(reader, raw.device, 'device'),
  });
}

function termsOf(reader: Reader, value: unknown, kind: 'ip' | 'device'): TrustTerms | undefined {
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
  const { line, column } = placeOfKey(reader, path);
  const perAccount = numberOf(raw['per-account']) ?? DEFAULT_PER_ACCOUNT[kind];
  return { line, column, default: usual, max, perAccount };
}

export function buildEnrolment(reader: Reader, value: unknown): Enrolment | undefined {
  if (value === undefined) return undefined;
  const raw = asMap(value);
  refuseEmpty(reader, raw, ['enrolment']);
  const { line, column } = placeOfKey(reader, ['enrolment']);
  return compact<Enrolment>({
    line,
    column,
    from: referencesAt(reader, raw.from, ['enrolment', 'from']),
    graceUntil: dayOf(raw['grace-until']),
  });
}

export function buildLimits(reader: Reader, value: unknown): Limits | undefined {
  if (value === undefined) return undefined;
  const raw = asMap(value);
  refuseEmpty(reader, raw, ['limits']);
  const trust = asMap(raw.trust);
  if ('trust' in raw) refuseEmpty(reader, trust, ['limits', 'trust']);
  const ip = asMap(trust.ip);
  if ('ip' in trust) refuseEmpty(reader, ip, ['limits', 'trust', 'ip']);
  const { file, line, column } = placeOfKey(reader, ['limits']);
  return compact<Limits>({
    file,
    line,
    column,
    ipMax: durationOf(ip.max),
    ipv6Prefix: numberOf(ip['ipv6-prefix']),
    deviceMax: durationOf(asMap(trust.device).max),
    graceUntil: dayOf(asMap(raw.enrolment)['grace-until']),
  });
}

/** A section that says nothing is a mistake, as an empty list is. */
function refuseEmpty(reader: Reader, raw: Readonly<Record<string, unknown>>, path: Path): void {
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
