import type { Service } from '../../../libs/names/services.js';
import { parseSessionToken } from '../../../libs/names/session-token.js';
import type { TrueAddress } from '../../../libs/names/true-address.js';

/** What a login proves itself with. */
export type Proof =
  | { readonly kind: 'password'; readonly bytes: Buffer }
  /** The front-end's word that the main password was right. */
  | { readonly kind: 'verified' }
  | { readonly kind: 'none' };

/** Whether a webmail presents its mail token: then the client is the webmail, never whom it forwards. */
export function isMailToken(proof: Proof): boolean {
  return proof.kind === 'password' && parseSessionToken(proof.bytes)?.kind === 'mail';
}

export type SecondFactor =
  | { readonly kind: 'code'; readonly code: string; readonly authenticatorId: string }
  | { readonly kind: 'recovery-code'; readonly code: string };

/** What to have trusted from now on, in seconds; 0 is the document's default. */
export interface Wish {
  readonly ipSeconds?: number | undefined;
  readonly deviceSeconds?: number | undefined;
  readonly sessionSeconds?: number | undefined;
  readonly deviceLabel: string;
}

/** One login as a mail server told it: the same, whatever protocol it came in. */
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
  /** TLS between the client and the mail server, as far as it is known. */
  readonly tls?: { readonly version: string; readonly cipher: string } | undefined;
}

/** A login, with the address it came from. */
export interface Attempt extends Login {
  readonly address: TrueAddress;
}
