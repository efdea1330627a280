/**
 * What is trusted: the address of a connection, the device that holds a token, or the browser that a person signed in
 * with.
 */
export type TrustKind = 'ip' | 'device' | 'session';

/** `trust.device` or `trust.session` of a document. */
export interface KindLimits {
  /** Lifetime if none is asked for. */
  readonly defaultSeconds: number;
  readonly maxSeconds: number;
  /** How many an account may have at a time. */
  readonly perAccount: number;
}

/** `trust.ip` of a document. */
export interface IpLimits extends KindLimits {
  /** Length of the IPv6 prefix that is trusted, 48 to 128. IPv4 is always /32. */
  readonly ipv6Prefix: number;
}

/** What a document offers. A kind that is undefined is not offered, and no trust of that kind holds. */
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
  /** A domain name, or `*`. */
  readonly document: string;
  readonly revision: bigint;
  readonly terms: Terms;
}

/** A change of a domain's limits: new terms, or that its own document is gone. */
export type LimitsChange = Limits | { document: string; revision: bigint; terms: 'removed' };

/** The known revisions of the limits that bind one domain. */
export interface KnownLimits {
  /** Revision of the domain's own document or, if it is gone, of its removal. Undefined if never received. */
  readonly ownRevision: bigint | undefined;
  /** Whether the domain has a document of its own, as far as is known. */
  readonly hasOwn: boolean;
  /** Revision of the document `*`. Undefined if never received. */
  readonly starRevision: bigint | undefined;
}

/**
 * Whether the limits in a request are newer than the known ones, and so apply as well. False for limits from a replica
 * with an older revision.
 */
export function isNewer(carried: Limits, known: KnownLimits): boolean {
  const against =
    carried.document === EVERY_DOMAIN && !known.hasOwn ? known.starRevision : known.ownRevision;
  return against === undefined || carried.revision > against;
}

/** The lifetime in seconds: what was asked for, or the default for 0, but never more than the limit. */
export function lifetime(
  asked: number,
  limits: { defaultSeconds: number; maxSeconds: number },
): number {
  return Math.min(asked === 0 ? limits.defaultSeconds : asked, limits.maxSeconds);
}
