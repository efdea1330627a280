import { compareAddresses, parseAddress } from './address.js';
import { type Cidr, parseCidr } from './cidr.js';
import { carriedIpv4, type Nat64Prefix } from './transition.js';

/** How a client's address was learned; the words of AddressSource. */
export type AddressSource =
  | 'peer'
  | 'proxy-protocol'
  | 'forwarded-header'
  | 'xclient'
  | 'imap-id'
  | 'auth-hook';

/** The client's address, who told it, and how. Canonical texts. */
export interface TrueAddress {
  readonly client: string;
  readonly peer: string;
  readonly source: AddressSource;
}

/**
 * Who is said to have spoken to whom: the connection that is certain first, then what it claims,
 * what that one claims, and so on to the client.
 */
export interface Hop {
  /** As claimed; undefined: whoever spoke before it named nobody. */
  readonly address: string | undefined;
  /** How this address was learned. */
  readonly source: AddressSource;
}

export type Located =
  | { readonly kind: 'located'; readonly address: TrueAddress }
  /** Someone who is not trusted to claims that another is the client. */
  | { readonly kind: 'spoofed'; readonly peer: string; readonly claimed: string }
  /** What a trusted one says is no address, or it names nobody: it is not the client itself. */
  | { readonly kind: 'unreadable'; readonly claimed: string };

export type IsTrusted = (address: string) => boolean;

/**
 * Walks from the certain connection towards the client, for as long as whoever makes the next claim
 * is trusted to.
 *
 * @param hops at least one: the certain connection
 * @param ignoreFrom claims made by the hop of this index or a later one are ignored, not taken for
 *   an attack, where it is not trusted: a client may send a header of its own through its provider's
 *   proxy, and is then the client itself. Absent: none.
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
    // Said twice: the one who passes it on learned nothing new.
    if (parsed.value.text === current?.text) continue;
    peer = current?.text;
    current = { text: parsed.value.text, source };
  }
  if (current === undefined) return { kind: 'unreadable', claimed: '' };
  const { text: client, source } = current;
  return { kind: 'located', address: { client, peer: peer ?? client, source } };
}

/**
 * The hops of a connection that brought a header X-Forwarded-For, read from the right. The last hop
 * says that the leftmost names nobody: a trusted proxy there, or one that sent no header, is not the
 * client. Only the proxy that connects can name itself: the client is then on its own machine.
 */
export function hopsOfForwardedFor(connection: Hop, header: string | undefined): Hop[] {
  const claims = (header ?? '').split(',').map((entry) => entry.trim());
  const read = (address: string | undefined): Hop => ({ address, source: 'forwarded-header' });
  // Empty elements of a list do not count (RFC 9110 section 5.6.1.2).
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
 * Whether an address lies in one of the ranges.
 * @param nat64 prefixes under which an address is the IPv4 address that it carries
 * @throws TypeError for what is no range
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
