import type { Service } from '../../../libs/names/services.js';

/** One of the person's own sign-ins, from the record. */
export interface OwnSignIn {
  /** The decision's id. */
  readonly id: string;
  readonly at: number;
  readonly service: Service | undefined;
  readonly address: string;
  readonly userAgent: string;
  readonly outcome: 'allowed' | 'unfinished' | 'refused';
  /** The reason of the decision, e.g. `BAD_CREDENTIALS`. */
  readonly reason: string;
  /** Whether the password, or the identity provider's response, was right. */
  readonly isFirstRight: boolean;
}

/** One step towards a sign-in that was refused. */
export type WayStep =
  | {
      readonly kind: 'present';
      readonly factor: string;
      /** For `otp`. */
      readonly by: 'authenticator' | 'recovery-code' | 'either';
      /** For `passkey`: the sign-in hosts where it works; empty if it works at any. */
      readonly hosts: readonly string[];
    }
  | { readonly kind: 'app-password'; readonly networks: readonly string[] }
  | {
      readonly kind: 'enrol';
      readonly factor: 'otp' | 'passkey';
      readonly networks: readonly string[];
    }
  | { readonly kind: 'trust'; readonly what: 'ip' | 'device'; readonly seconds: number }
  | { readonly kind: 'sign-in'; readonly client: string }
  | { readonly kind: 'come-from'; readonly networks: readonly string[] };

/** What would help with a sign-in that was refused. */
export interface WaysIn {
  /** The same login would be let in now. */
  readonly allowedNow: boolean;
  /** The ways help only after a while. */
  readonly wait: boolean;
  /** Each way is all of its steps, in order. The way with the fewest steps comes first. */
  readonly ways: readonly (readonly WayStep[])[];
}

/** How long a person may take between two pages of a sign-in. */
const PAGES_MS = 30 * 60_000;
const MOST_HELPED = 3;

/** Removes the intermediate decisions of a sign-in that was finished later. @param signIns newest first */
export function withoutSteps(signIns: readonly OwnSignIn[]): readonly OwnSignIn[] {
  return signIns.filter((signIn, n) => {
    if (signIn.outcome !== 'unfinished') return true;
    return !signIns
      .slice(0, n)
      .some(
        (later) =>
          later.outcome === 'allowed' &&
          later.service === signIn.service &&
          later.address === signIn.address &&
          later.at - signIn.at < PAGES_MS,
      );
  });
}

/** Chooses the refusals to look up help for: the newest of each kind. @param signIns newest first */
export function toBeHelped(signIns: readonly OwnSignIn[]): readonly OwnSignIn[] {
  const seen = new Set<string>();
  return signIns
    .filter(({ outcome, service, address, reason }) => {
      const like = `${service} ${address} ${reason}`;
      if (outcome !== 'refused' || seen.has(like)) return false;
      seen.add(like);
      return true;
    })
    .slice(0, MOST_HELPED);
}
