import type { PasskeyStart, Ticket } from './decision.js';
import type { Flow, Outcome, Problem, SignIn, SignInSecrets } from './sign-in.js';

/** What happens next, whatever was presented. */
export type NextStep =
  /** Shows a page of a stored sign-in. */
  | { readonly kind: 'ask'; readonly state: SignIn; readonly secrets: SignInSecrets }
  /** Nothing is verified yet. Asks for what the rule takes, and stores nothing. */
  | {
      readonly kind: 'first-factor';
      readonly password: boolean;
      readonly provider: boolean;
      readonly passkey: PasskeyStart | undefined;
    }
  /** A new passkey was made; the sign-in starts again. */
  | { readonly kind: 'passkey-made' }
  /** The sign-in is complete. `flow` is set if it leads elsewhere than where it began. */
  | { readonly kind: 'done'; readonly outcome: Outcome; readonly flow?: Flow }
  /** The act needs a second factor, and the person has none yet. */
  | { readonly kind: 'needs-second-factor' }
  | { readonly kind: 'again'; readonly problem: Problem }
  | {
      readonly kind: 'refused';
      readonly reason: string;
      readonly words: string;
      readonly reference: string;
    }
  | { readonly kind: 'undecided' };

/** What was presented so far, as far as the next page depends on it. */
export interface SoFar {
  readonly account: string;
  readonly flow: Flow;
  readonly password: Uint8Array | undefined;
  /** What is asked for again if a second factor is wrong. */
  readonly presented: 'password' | 'code' | 'recovery-code' | 'passkey' | 'provider' | 'nothing';
}

/** Makes the state of a pending sign-in. */
export function stateOf(
  { account, flow }: SoFar,
  more: Pick<SignIn, 'page'> & Partial<SignIn>,
): SignIn {
  const usual = { offers: [], authenticators: [], hasProvider: false, isOptional: false };
  return { account, flow, ...usual, ...more };
}

/** The password in base64, as the secrets of a step hold it. */
export function passwordOf({ password }: SoFar): { password?: string } {
  return password === undefined ? {} : { password: Buffer.from(password).toString('base64') };
}

/** The token of the ticket for this purpose at this store, if the login earned one. */
export function ticketFor(
  tickets: readonly Ticket[],
  purpose: 'enrol' | 'manage',
  store: 'otp' | 'passkey',
): string | undefined {
  return tickets.find((ticket) => ticket.purpose === purpose && ticket.stores.includes(store))
    ?.token;
}
