import type { Service } from '../../../libs/names/services.js';
import { parseSessionToken } from '../../../libs/names/session-token.js';
import type { TrueAddress } from '../../../libs/names/true-address.js';

/** What a login presents as proof. */
export type Proof =
  | { readonly kind: 'password'; readonly bytes: Buffer }
  /** The front-end says that the main password was right. */
  | { readonly kind: 'verified' }
  | { readonly kind: 'none' };

/**
 * Whether a webmail presents a mail token. The client is then the webmail itself, never an address that it forwards.
 */
export function isMailToken(proof: Proof): boolean {
  return proof.kind === 'password' && parseSessionToken(proof.bytes)?.kind === 'mail';
}

export type SecondFactor =
  | { readonly kind: 'code'; readonly code: string; readonly authenticatorId: string }
  | { readonly kind: 'recovery-code'; readonly code: string };

/** The trust that is asked for, in seconds; 0 for the document's default. */
export interface Wish {
  readonly ipSeconds?: number | undefined;
  readonly deviceSeconds?: number | undefined;
  readonly sessionSeconds?: number | undefined;
  readonly deviceLabel: string;
}

/** One login as a mail server reports it, the same for every protocol. */
export interface Login {
  /** As the person typed it. */
  readonly account: string;
  readonly service: Service;
  readonly proof: Proof;
  readonly second?: SecondFactor | undefined;
  readonly remember?: Wish | undefined;
  readonly deviceToken?: string | undefined;
  readonly userAgent?: string | undefined;
  readonly sessionId?: string | undefined;
  /** TLS between the client and the mail server, if known. */
  readonly tls?: { readonly version: string; readonly cipher: string } | undefined;
}

/** A login with the address it came from. */
export interface Attempt extends Login {
  readonly address: TrueAddress;
}
