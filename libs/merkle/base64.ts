/**
 * The octets of standard base64 (RFC 4648 section 4), or undefined if the text is not exactly what
 * encoding them gives: Buffer's own decoder passes over stray characters and stray bits.
 */
export function decodeBase64(text: string): Buffer | undefined {
  const octets = Buffer.from(text, 'base64');
  return octets.toString('base64') === text ? octets : undefined;
}
