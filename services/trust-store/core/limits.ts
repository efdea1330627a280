/**
 * What is trusted: the address a connection comes from, the device that holds a token, or the
 * browser that a person signed in with.
 */
export type TrustKind = 'ip' | 'device' | 'session';

/** `trust.device` or `trust.session` of a document. */
export interface KindLimits {
  /** Lifetime where none is asked for. */
  readonly defaultSeconds: number;
  readonly maxSeconds: number;
  /** How many an account can have at a time. */
  readonly perAccount: number;
}

/** `trust.ip` of a document. */
export interface IpLimits extends KindLimits {
  /** How much of an IPv6 address is trusted, 48 to 128. IPv4 is /32. */
  readonly ipv6Prefix: number;
}

/** What a document offers; an absent kind is not offered, and none of it holds. */
export interface Terms {
  readonly ip: IpLimits | undefined;
  readonly device: KindLimits | undefined;
  readonly session: KindLimits | undefined;
}

export const NOTHING_OFFERED: Terms = { ip: undefined, device: undefined, session: undefined };

/** The document that binds domains without one of their own. */
export const EVERY_DOMAIN = '*';

/** The terms of one document, as of a revision of the policy set. */
export interface Limits {
  /** A domain, or `*`. */
  readonly document: string;
  readonly revision: bigint;
  readonly terms: Terms;
}

/** What a domain is told: new terms, or that its own document is gone. */
export type LimitsChange = Limits | { document: string; revision: bigint; terms: 'removed' };

/** What is known of the limits that bind one domain. */
export interface KnownLimits {
  /** Of the domain's own document or, where it is gone, of its removal; undefined: never told. */
  readonly ownRevision: bigint | undefined;
  /** Whether the domain has a document of its own, as far as is known. */
  readonly hasOwn: boolean;
  /** Of the document `*`; undefined: never told. */
  readonly starRevision: bigint | undefined;
}

/**
 * Whether limits that come with a request are newer than what is known, so that they bind too. What
 * a replica with an older revision sends is not.
 */
export function isNewer(carried: Limits, known: KnownLimits): boolean {
  const against =
    carried.document === EVERY_DOMAIN && !known.hasOwn ? known.starRevision : known.ownRevision;
  return against === undefined || carried.revision > against;
}

/** Seconds granted: what was asked, or the default for 0, and never more than the limit. */
export function lifetime(
  asked: number,
  limits: { defaultSeconds: number; maxSeconds: number },
): number {
  return Math.min(asked === 0 ? limits.defaultSeconds : asked, limits.maxSeconds);
}
