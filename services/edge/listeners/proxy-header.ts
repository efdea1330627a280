import { V1ProxyProtocol, V2ProxyProtocol } from 'proxy-protocol-js';
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
  try {
    const { source, inetProtocol } = V1ProxyProtocol.parse(line);
    return named(source.ipAddress, `${inetProtocol}` === 'TCP6' ? 6 : 4, length);
  } catch {
    return { kind: 'wrong' };
  }
}

function readV2(bytes: Buffer): ProxyHeader {
  if (bytes.length < V2_FIXED) return { kind: 'incomplete' };
  const length = V2_FIXED + bytes.readUInt16BE(14);
  if (length > V2_LONGEST) return { kind: 'wrong' };
  if (bytes.length < length) return { kind: 'incomplete' };
  try {
    const { command, addressFamilyType, proxyAddress } = V2ProxyProtocol.parse(
      bytes.subarray(0, length),
    );
    // Version and command, family and transport: see section 2.2.
    if (command === 0) return { kind: 'header', address: undefined, length };
    const octets = (proxyAddress as { sourceAddress?: { address: ArrayLike<number> } })
      .sourceAddress?.address;
    if (octets === undefined) return { kind: 'wrong' };
    const family = addressFamilyType === 0x10 ? 4 : addressFamilyType === 0x20 ? 6 : undefined;
    if (family === undefined) return { kind: 'wrong' };
    return named(textOf(Buffer.from(octets)), family, length);
  } catch {
    return { kind: 'wrong' };
  }
}

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
