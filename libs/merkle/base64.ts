/**
 * Decodes standard base64 (RFC 4648 section 4); undefined if encoding the octets does not give
 * exactly the same text. Buffer's own decoder ignores stray characters and stray bits.
 */
export function decodeBase64(text: string): Buffer | undefined {
  const octets = Buffer.from(text, 'base64');
  return octets.toString('base64') === text ? octets : undefined;
}
