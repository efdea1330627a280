import type { AddressWords } from '../../names/address.js';
import { TRUST_DEVICE, TRUST_IP } from '../language/words.js';
import { contains } from './contains.js';
import type { Policy, Who } from './policy.js';
import type { ReadyRule } from './shape.js';

/** The parts of a login that rules look at. */
export interface Connection {
  /** Canonical. */
  readonly account: string;
  /** One bit, as `serviceBit` gives it. */
  readonly service: number;
  readonly address: AddressWords;
  /** Whether the trust holds; undefined: not looked up yet. */
  readonly trustedIp: boolean | undefined;
  readonly trustedDevice: boolean | undefined;
}

export type Match =
  | { readonly kind: 'rule'; readonly index: number }
  | { readonly kind: 'none' }
  /** These trusts, as bits, must be looked up before the match is known. */
  | { readonly kind: 'needs-trust'; readonly trusts: number };

const NONE: Match = { kind: 'none' };
const NEEDS: readonly Match[] = [0, 1, 2, 3].map((trusts) => ({ kind: 'needs-trust', trusts }));

/**
 * Finds the first rule that matches. Allocates nothing. If the answer depends on trusts that are
 * undefined, it names every trust that a rule which can still match asks for, so that one look-up
 * is enough.
 */
export function firstMatch(policy: Policy, connection: Connection): Match {
  let needed = 0;
  for (const ready of policy.shape.rules) {
    if (!holdsWithoutTrust(policy, ready, connection)) continue;
    if (ready.when === 0) return needed === 0 ? ready.match : (NEEDS[needed] as Match);
    const open = ready.when & unknownTrusts(connection);
    if ((ready.when & heldTrusts(connection)) !== 0) {
      return needed === 0 ? ready.match : (NEEDS[needed] as Match);
    }
    needed |= open;
  }
  return needed === 0 ? NONE : (NEEDS[needed] as Match);
}

/** Whether every condition of a rule except `when` holds. */
function holdsWithoutTrust(policy: Policy, ready: ReadyRule, connection: Connection): boolean {
  const { service, account, address } = connection;
  return (
    (ready.services & service) !== 0 &&
    (ready.who === null || isAmong(policy, ready.who, account)) &&
    (ready.from === null || isInside(policy, ready.from, address)) &&
    (ready.outside === null || !isInside(policy, ready.outside, address))
  );
}

/** Whether the account is in a member set. */
export function isAmong(policy: Policy, who: number, account: string): boolean {
  return (policy.described.who[who] as Who).members.has(account);
}

/** Whether the address lies in a range set. */
export function isInside({ words, sets }: Policy, set: number, address: AddressWords): boolean {
  return contains(words, words[sets + set] as number, address);
}

/** The trusts, as bits, that are known to hold. */
export function heldTrusts({ trustedIp, trustedDevice }: Connection): number {
  return (trustedIp === true ? TRUST_IP : 0) | (trustedDevice === true ? TRUST_DEVICE : 0);
}

function unknownTrusts({ trustedIp, trustedDevice }: Connection): number {
  return (
    (trustedIp === undefined ? TRUST_IP : 0) | (trustedDevice === undefined ? TRUST_DEVICE : 0)
  );
}
