import type { Ending, RanOut, Trust } from './trust.js';

export type RevokedBy = Extract<Ending, { why: 'revoked' }>;

interface TrustFact {
  readonly trust: Trust;
  /** When it happened, ms since the epoch. */
  readonly at: number;
  /** The document that offers it, or did: the trust's domain, or `*`. */
  readonly document: string;
  /** The decision that earned it. */
  readonly grantedBy: string;
}

/** What happened, as the outbox gets it. No token. */
export type TrustEvent =
  | (TrustFact & { readonly type: 'granted'; readonly renewed: boolean })
  | (TrustFact & { readonly type: 'expired'; readonly why: RanOut })
  | (TrustFact & {
      readonly type: 'revoked';
      readonly by: RevokedBy;
    })
  | (TrustFact & {
      readonly type: 'stolen';
      readonly found: Extract<Ending, { why: 'stolen' }>;
    })
  | {
      readonly type: 'purged';
      readonly account: string;
      readonly rows: number;
      readonly certificate: string;
      readonly actor: string;
      readonly at: number;
    };
