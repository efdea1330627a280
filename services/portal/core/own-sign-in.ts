import type { Service } from '../../../libs/names/services.js';

/** A sign-in of a person's own, as the record has it. */
export interface OwnSignIn {
  /** Names the decision. */
  readonly id: string;
  readonly at: number;
  readonly service: Service | undefined;
  readonly address: string;
  readonly userAgent: string;
  readonly outcome: 'allowed' | 'unfinished' | 'refused';
  /** As the decision says, e.g. `BAD_CREDENTIALS`. */
  readonly reason: string;
  /** The password, or the identity provider's word, was right. */
  readonly isFirstRight: boolean;
}

/** One thing to do, towards a sign-in that was refused. */
export type WayStep =
  | {
      readonly kind: 'present';
      readonly factor: string;
      /** Of `otp`. */
      readonly by: 'authenticator' | 'recovery-code' | 'either';
      /** Of `passkey`: the sign-in hosts where it works; none: any. */
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

/** What would help a sign-in that was refused. */
export interface WaysIn {
  /** The same would be let in now. */
  readonly allowedNow: boolean;
  /** Only after a while. */
  readonly wait: boolean;
  /** Fewest steps first; each way: all of its steps, in order. */
  readonly ways: readonly (readonly WayStep[])[];
}

/** How long a person may take between the pages of a sign-in. */
const PAGES_MS = 30 * 60_000;
const MOST_HELPED = 3;

/** Without the steps of a sign-in that was finished: of it, the end says enough. @param signIns newest first */
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

/** Those refusals for which help is looked up: the newest, and none like another. @param signIns newest first */
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
