import type { Service } from '../../../libs/names/services.js';
import type { Terms, TrustKind } from './limits.js';

/** One trust. Times are in milliseconds since the epoch. */
export interface Trust {
  readonly id: string;
  /** Canonical `local@domain`. */
  readonly account: string;
  readonly domain: string;
  readonly kind: TrustKind;
  /** For an address, such as `192.0.2.80/32`; else empty. */
  readonly prefix: string;
  /** For a device, a name that the person will recognise; for a session, its client; else empty. */
  readonly label: string;
  /** For a session, the service of the sign-in; else empty. */
  readonly service: Service | '';
  readonly grantedAt: number;
  /** The trust does not hold from this moment on. */
  readonly until: number;
  readonly lastUsedAt: number | undefined;
  /** Address of the last use or, if there was none, of the grant. */
  readonly lastIp: string;
}

/** Trust that holds now. */
export interface Held {
  readonly trustId: string;
  readonly until: number;
  /** For a checked address or session: its last use should be recorded again. */
  readonly useIsNews?: boolean;
}

/** How often the last use of an address is recorded, in ms. */
export const USE_IS_OLD_MS = 60_000;

/** Whether a use now should be recorded. A device's use is recorded when its token rotates. */
export function isUseNews({ kind, lastUsedAt }: Trust, now: number): boolean {
  return kind !== 'device' && (lastUsedAt === undefined || now - lastUsedAt >= USE_IS_OLD_MS);
}

/** Why trust ran out: it expired, or a change of limits ended it. */
export type RanOut = 'expired' | 'limits-changed';

/** Why trust ended. */
export type Why = RanOut | 'revoked' | 'stolen';

/** How trust is ended, and what the record says of it. */
export type Ending =
  | { readonly why: 'ran-out' }
  | {
      readonly why: 'revoked';
      /** A keyword: `self-service`, `administrator`, `otp-reset`, … */
      readonly reason: string;
      /** Certificate of the caller. */
      readonly actor: string;
      /** The person behind the call, as the caller states it; may be empty. */
      readonly onBehalfOf: string;
      readonly comment: string;
      /** The decision that issued the ticket. */
      readonly decisionId?: string;
    }
  | {
      readonly why: 'stolen';
      /** The address that presented the superseded token. */
      readonly clientIp: string;
      readonly decisionId: string;
    };

export type RevokedBy = Extract<Ending, { why: 'revoked' }>;

/**
 * When a trust ends under newer terms than those it was granted under. Never later than before; 0 if the terms void it.
 */
export function untilUnder(
  terms: Terms,
  trust: Pick<Trust, 'kind' | 'prefix' | 'grantedAt' | 'until'>,
): number {
  const limits = terms[trust.kind];
  if (limits === undefined) return 0;
  if (terms.ip !== undefined && isWider(trust.prefix, terms.ip.ipv6Prefix)) return 0;
  return Math.min(trust.until, trust.grantedAt + limits.maxSeconds * 1000);
}

/** Teredo and 6to4 prefixes in canonical text; see `trustedPrefix`. */
const TRANSITION = /^(2001:0?:|2002:)/;

/** IPv4 is always /32, whatever a document says about IPv6. */
function isWider(prefix: string, ipv6Prefix: number): boolean {
  const most = TRANSITION.test(prefix) ? 128 : ipv6Prefix;
  return prefix.includes(':') && Number(prefix.slice(prefix.indexOf('/') + 1)) < most;
}
