import { compareAddresses, parseAddress } from './address.js';
import { type Cidr, parseCidr } from './cidr.js';
import { carriedIpv4, type Nat64Prefix } from './transition.js';

/** How a client's address was learned; the values of AddressSource. */
export type AddressSource =
  | 'peer'
  | 'proxy-protocol'
  | 'forwarded-header'
  | 'xclient'
  | 'imap-id'
  | 'auth-hook';

/** The client's address, the peer that reported it, and how. Canonical texts. */
export interface TrueAddress {
  readonly client: string;
  readonly peer: string;
  readonly source: AddressSource;
}

/**
 * One step on the way to the client. The first hop is the connection, which is certain; each
 * further hop is what the one before claims.
 */
export interface Hop {
  /** As claimed; undefined if the hop before named nobody. */
  readonly address: string | undefined;
  /** How this address was learned. */
  readonly source: AddressSource;
}

export type Located =
  | { readonly kind: 'located'; readonly address: TrueAddress }
  /** An untrusted hop claims that another address is the client. */
  | { readonly kind: 'spoofed'; readonly peer: string; readonly claimed: string }
  /**
   * A trusted hop's claim is not an address, or it names nobody; the hop itself is not the client.
   */
  | { readonly kind: 'unreadable'; readonly claimed: string };

export type IsTrusted = (address: string) => boolean;

/**
 * Walks from the connection towards the client, as long as the hop that makes the next claim is
 * trusted.
 *
 * @param hops at least one: the connection
 * @param ignoreFrom claims made by an untrusted hop of this index or later are ignored, not
 *   treated as an attack: a client may send a header of its own through its provider's proxy, and
 *   is then the client itself. Absent: none are ignored.
 */
export function locate(
  hops: readonly Hop[],
  isTrusted: IsTrusted,
  ignoreFrom = Number.POSITIVE_INFINITY,
): Located {
  let peer: string | undefined;
  let current: { text: string; source: AddressSource } | undefined;
  for (const [index, { address, source }] of hops.entries()) {
    const parsed = parseAddress(address ?? '');
    if (current !== undefined && !isTrusted(current.text)) {
      if (index > ignoreFrom || address === undefined) break;
      if (parsed.ok && parsed.value.text === current.text) continue;
      return { kind: 'spoofed', peer: current.text, claimed: address };
    }
    if (!parsed.ok) return { kind: 'unreadable', claimed: address ?? '' };
    // A repeated claim: the hop that passes it on adds nothing.
    if (parsed.value.text === current?.text) continue;
    peer = current?.text;
    current = { text: parsed.value.text, source };
  }
  if (current === undefined) return { kind: 'unreadable', claimed: '' };
  const { text: client, source } = current;
  return { kind: 'located', address: { client, peer: peer ?? client, source } };
}

/**
 * The hops of a connection that brought an X-Forwarded-For header, read from the right. A final hop
 * says that the leftmost one names nobody, because a trusted proxy there, or one that sent no
 * header, is not the client. Only the proxy that connects may name itself: the client is then on
 * the same machine.
 */
export function hopsOfForwardedFor(connection: Hop, header: string | undefined): Hop[] {
  const claims = (header ?? '').split(',').map((entry) => entry.trim());
  const read = (address: string | undefined): Hop => ({ address, source: 'forwarded-header' });
  // Empty list elements are ignored (RFC 9110 section 5.6.1.2).
  const named = claims.filter((claim) => claim !== '').map((claim) => read(withoutPort(claim)));
  const namesItself = named.length > 0 && named.every(({ address }) => isSame(address, connection));
  return [connection, ...named.reverse(), ...(namesItself ? [] : [read(undefined)])];
}

function isSame(text: string | undefined, { address }: Hop): boolean {
  const [one, other] = [parseAddress(text ?? ''), parseAddress(address ?? '')];
  return one.ok && other.ok && one.value.text === other.value.text;
}

const IPV4_AND_PORT = /^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/;
const IPV6_AND_PORT = /^\[([0-9A-Fa-f:.]+)\](?::\d{1,5})?$/;

/** Some proxies write a port, brackets or quotes, as in Forwarded (RFC 7239 section 6). */
function withoutPort(claim: string): string {
  const [, quoted] = /^"([^"]*)"$/.exec(claim) ?? [];
  const text = quoted ?? claim;
  return IPV4_AND_PORT.exec(text)?.[1] ?? IPV6_AND_PORT.exec(text)?.[1] ?? text;
}

/**
 * A function that says whether an address lies in one of the ranges.
 * @param nat64 prefixes under which an address counts as the IPv4 address that it carries
 * @throws TypeError if a range is malformed
 */
export function trustedIn(
  ranges: readonly string[],
  nat64: readonly Nat64Prefix[] = [],
): IsTrusted {
  const cidrs = ranges.map((range): Cidr => {
    const parsed = parseCidr(range);
    if (!parsed.ok) throw new TypeError(parsed.reason);
    return parsed.value;
  });
  return (text) => {
    const parsed = parseAddress(text);
    if (!parsed.ok) return false;
    const address = carriedIpv4(parsed.value, nat64);
    return cidrs.some((cidr) => holds(cidr, address));
  };
}

function holds({ family, low, high }: Cidr, address: Parameters<typeof compareAddresses>[0]) {
  return (
    address.family === family &&
    compareAddresses(low, address) <= 0 &&
    compareAddresses(address, high) <= 0
  );
}
