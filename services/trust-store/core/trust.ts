import type { Service } from '../../../libs/names/services.js';
import type { Terms, TrustKind } from './limits.js';

/** One trust. Times are in milliseconds since the epoch. */
export interface Trust {
  readonly id: string;
  /** Canonical `local@domain`. */
  readonly account: string;
  readonly domain: string;
  readonly kind: TrustKind;
  /** Of an address: `192.0.2.80/32`; else empty. */
  readonly prefix: string;
  /** Of a device, as the person will recognise it; of a session, its client; else empty. */
  readonly label: string;
  /** Of a session: what the sign-in was for; else empty. */
  readonly service: Service | '';
  readonly grantedAt: number;
  /** From this moment on it does not hold. */
  readonly until: number;
  readonly lastUsedAt: number | undefined;
  /** Address of the last use or, before it, of the grant. */
  readonly lastIp: string;
}

/** Trust that holds. */
export interface Held {
  readonly trustId: string;
  readonly until: number;
  /** Of an address or a session that was checked: its last use is to be written down again. */
  readonly useIsNews?: boolean;
}

/** How exactly the last use of an address is known, in ms: so seldom is it written. */
export const USE_IS_OLD_MS = 60_000;

/** Whether a use now would change what is known of it. A device's is written as its token rotates. */
export function isUseNews({ kind, lastUsedAt }: Trust, now: number): boolean {
  return kind !== 'device' && (lastUsedAt === undefined || now - lastUsedAt >= USE_IS_OLD_MS);
}

/** Why trust stopped by itself: its time was up, or a change of limits left nothing of it. */
export type RanOut = 'expired' | 'limits-changed';

/** Why trust stopped. */
export type Why = RanOut | 'revoked' | 'stolen';

/** How trust is ended, and what the record says of it. */
export type Ending =
  | { readonly why: 'ran-out' }
  | {
      readonly why: 'revoked';
      /** A word: `self-service`, `administrator`, `otp-reset`, … */
      readonly reason: string;
      /** The certificate that asked. */
      readonly actor: string;
      /** Who is behind it, as it said; may be empty. */
      readonly onBehalfOf: string;
      readonly comment: string;
      /** The decision whose ticket was used. */
      readonly decisionId?: string;
    }
  | {
      readonly why: 'stolen';
      /** Where the superseded token came from. */
      readonly clientIp: string;
      readonly decisionId: string;
    };

export type RevokedBy = Extract<Ending, { why: 'revoked' }>;

/**
 * When a trust ends under terms newer than those it was granted under: never later than it would
 * have, and in the past (0) where they leave none of it.
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

/** Teredo and 6to4 in canonical text: see `trustedPrefix`. */
const TRANSITION = /^(2001:0?:|2002:)/;

/** IPv4 is always /32, whatever a document says of IPv6. */
function isWider(prefix: string, ipv6Prefix: number): boolean {
  const most = TRANSITION.test(prefix) ? 128 : ipv6Prefix;
  return prefix.includes(':') && Number(prefix.slice(prefix.indexOf('/') + 1)) < most;
}
