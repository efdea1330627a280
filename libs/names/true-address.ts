import { compareAddresses, parseAddress } from './address.js';
import { type Cidr, parseCidr } from './cidr.js';

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
  readonly address: string;
  /** How this address was learned. */
  readonly source: AddressSource;
}

export type Located =
  | { readonly kind: 'located'; readonly address: TrueAddress }
  /** Someone who is not trusted to claims that another is the client. */
  | { readonly kind: 'spoofed'; readonly peer: string; readonly claimed: string }
  /** What a trusted one says is no address. */
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
    const parsed = parseAddress(address);
    if (current !== undefined && !isTrusted(current.text)) {
      if (index > ignoreFrom) break;
      if (parsed.ok && parsed.value.text === current.text) continue;
      return { kind: 'spoofed', peer: current.text, claimed: address };
    }
    if (!parsed.ok) return { kind: 'unreadable', claimed: address };
    // Said twice: the one who passes it on learned nothing new.
    if (parsed.value.text === current?.text) continue;
    peer = current?.text;
    current = { text: parsed.value.text, source };
  }
  if (current === undefined) return { kind: 'unreadable', claimed: '' };
  const { text: client, source } = current;
  return { kind: 'located', address: { client, peer: peer ?? client, source } };
}

/** The hops of a connection that brought a header X-Forwarded-For, read from the right. */
export function hopsOfForwardedFor(connection: Hop, header: string | undefined): Hop[] {
  if (header === undefined || header.trim() === '') return [connection];
  const claims = header.split(',').map((entry) => entry.trim());
  const read = (address: string): Hop => ({ address, source: 'forwarded-header' });
  return [connection, ...claims.reverse().map(read)];
}

/** Whether an address lies in one of the ranges. @throws TypeError for what is no range */
export function trustedIn(ranges: readonly string[]): IsTrusted {
  const cidrs = ranges.map((range): Cidr => {
    const parsed = parseCidr(range);
    if (!parsed.ok) throw new TypeError(parsed.reason);
    return parsed.value;
  });
  return (text) => {
    const parsed = parseAddress(text);
    return parsed.ok && cidrs.some((cidr) => holds(cidr, parsed.value));
  };
}

function holds({ family, low, high }: Cidr, address: Parameters<typeof compareAddresses>[0]) {
  return (
    address.family === family &&
    compareAddresses(low, address) <= 0 &&
    compareAddresses(address, high) <= 0
  );
}
