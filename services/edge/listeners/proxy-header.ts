import { V2ProxyProtocol } from 'proxy-protocol-js';
import { parseAddress } from '../../../libs/names/address.js';

/** What the first bytes of a connection are. */
export type ProxyHeader =
  /** More bytes are needed. */
  | { readonly kind: 'incomplete' }
  /** `address` is undefined if the proxy speaks for itself (LOCAL, UNKNOWN). */
  | { readonly kind: 'header'; readonly address: string | undefined; readonly length: number }
  | { readonly kind: 'wrong' };

const V2_SIGNATURE = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1');
const V2_FIXED = 16;
/** A v1 header has at most 107 octets. A v2 header can be longer because of TLVs, which are not read. */
const V1_LONGEST = 107;
const V2_LONGEST = 4096;

/** Reads a PROXY header, version 1 or 2 (haproxy's proxy-protocol.txt). */
export function readProxyHeader(bytes: Buffer): ProxyHeader {
  const start = bytes.subarray(0, V2_SIGNATURE.length);
  if (start.equals(V2_SIGNATURE.subarray(0, start.length))) return readV2(bytes);
  const text = bytes.subarray(0, 6).toString('latin1');
  return 'PROXY '.startsWith(text) ? readV1(bytes) : { kind: 'wrong' };
}

function readV1(bytes: Buffer): ProxyHeader {
  const end = bytes.subarray(0, V1_LONGEST).indexOf('\r\n');
  if (end < 0) return { kind: bytes.length < V1_LONGEST ? 'incomplete' : 'wrong' };
  const line = bytes.subarray(0, end + 2).toString('latin1');
  const length = end + 2;
  if (/^PROXY UNKNOWN(?: |\r\n)/.test(line)) return { kind: 'header', address: undefined, length };
  const [, version, source = '', destination = '', ...ports] = V1_LINE.exec(line) ?? [];
  const family = version === '6' ? 6 : 4;
  const whole =
    ports.length === 2 &&
    ports.every((port) => Number(port) <= 65_535) &&
    named(destination, family, length).kind === 'header';
  return whole ? named(source, family, length) : { kind: 'wrong' };
}

/** One space between each two, ports without zeros before them (section 2.1). */
const V1_LINE = /^PROXY TCP([46]) (\S+) (\S+) (0|[1-9]\d{0,4}) (0|[1-9]\d{0,4})\r\n$/;

function readV2(bytes: Buffer): ProxyHeader {
  if (bytes.length < V2_FIXED) return { kind: 'incomplete' };
  const length = V2_FIXED + bytes.readUInt16BE(14);
  if (length > V2_LONGEST) return { kind: 'wrong' };
  if (bytes.length < length) return { kind: 'incomplete' };
  // Version and command, family and transport: see section 2.2. Of LOCAL nothing else counts.
  if (bytes[12] === LOCAL) return { kind: 'header', address: undefined, length };
  const family = bytes[13] === TCP_OVER_IPV4 ? 4 : bytes[13] === TCP_OVER_IPV6 ? 6 : undefined;
  if (bytes[12] !== PROXY || family === undefined) return { kind: 'wrong' };
  try {
    const { proxyAddress } = V2ProxyProtocol.parse(bytes.subarray(0, length));
    const octets = (proxyAddress as { sourceAddress?: { address: ArrayLike<number> } })
      .sourceAddress?.address;
    if (octets === undefined) return { kind: 'wrong' };
    return named(textOf(Buffer.from(octets)), family, length);
  } catch {
    return { kind: 'wrong' };
  }
}

const LOCAL = 0x20;
const PROXY = 0x21;
const TCP_OVER_IPV4 = 0x11;
const TCP_OVER_IPV6 = 0x21;

function textOf(octets: Buffer): string {
  if (octets.length === 4) return octets.join('.');
  const groups = Array.from({ length: 8 }, (_, i) => octets.readUInt16BE(2 * i).toString(16));
  return groups.join(':');
}

function named(text: string, family: 4 | 6, length: number): ProxyHeader {
  const parsed = parseAddress(text);
  if (!parsed.ok || text.includes(':') !== (family === 6)) return { kind: 'wrong' };
  return { kind: 'header', address: parsed.value.text, length };
}
