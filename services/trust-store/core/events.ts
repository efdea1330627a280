import type { Ending, RanOut, Trust } from './trust.js';

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
      readonly by: Extract<Ending, { why: 'revoked' }>;
    })
  | (TrustFact & {
      readonly type: 'stolen';
      readonly found: Extract<Ending, { why: 'stolen' }>;
    });
