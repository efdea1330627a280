import type { Service } from '../../../libs/names/services.js';
import type { IpLimits, KindLimits, KnownLimits, Terms, TrustKind } from '../core/limits.js';
import type { Trust } from '../core/trust.js';

// biome-ignore lint/suspicious/noExplicitAny: a row is read by the code that names its columns
export type Row = Record<string, any>;

/** The columns of `trust t` and `ending(t) e` that `trustOf` reads. */
export const TRUST_COLUMNS = `t.id, t.account, t.domain, t.kind, t.prefix::text, t.label,
  t.service, t.granted_at, e.ends_at, t.last_used_at, t.last_ip`;

/** Reads TRUST_COLUMNS. */
export function trustOf(row: Row): Trust {
  return {
    id: row.id as string,
    account: row.account as string,
    domain: row.domain as string,
    kind: row.kind as TrustKind,
    prefix: (row.prefix as string | null) ?? '',
    label: row.label as string,
    service: (row.service as Service | null) ?? '',
    grantedAt: timeOf(row.granted_at),
    until: timeOf(row.ends_at),
    lastUsedAt: row.last_used_at === null ? undefined : timeOf(row.last_used_at),
    lastIp: row.last_ip as string,
  };
}

/** Milliseconds since the epoch. */
export function timeOf(value: unknown): number {
  return (value as Date).getTime();
}

/** The columns that `knownOf` reads, from `own` and `every`, both outer-joined from domain_limits. */
export const KNOWN_COLUMNS = `own.revision AS own_revision,
  own.own_since IS NOT NULL AS has_own, every.revision AS star_revision`;

/** The joins to `t` that KNOWN_COLUMNS needs. */
export const KNOWN_JOIN = `LEFT JOIN domain_limits own ON own.domain = t.domain
  LEFT JOIN domain_limits every ON every.domain = '*'`;

/** Reads KNOWN_COLUMNS. */
export function knownOf(row: Row): KnownLimits {
  return {
    ownRevision: revisionOf(row.own_revision),
    hasOwn: row.has_own as boolean,
    starRevision: revisionOf(row.star_revision),
  };
}

/** A revision of the policy set; undefined for NULL. */
export function revisionOf(value: unknown): bigint | undefined {
  return value === null || value === undefined ? undefined : BigInt(value as string);
}

/** Reads the terms of a row of domain_limits. */
export function termsOf(row: Row): Terms {
  return {
    ip: withPrefix(kindLimitsOf(row, 'ip'), row),
    device: kindLimitsOf(row, 'device'),
    session: kindLimitsOf(row, 'session'),
  };
}

function kindLimitsOf(row: Row, kind: TrustKind): KindLimits | undefined {
  if (row[`${kind}_max`] === null) return undefined;
  return {
    defaultSeconds: row[`${kind}_default`] as number,
    maxSeconds: row[`${kind}_max`] as number,
    perAccount: Number(row[`${kind}_per_account`]),
  };
}

function withPrefix(limits: KindLimits | undefined, row: Row): IpLimits | undefined {
  return limits && { ...limits, ipv6Prefix: row.ipv6_prefix as number };
}
