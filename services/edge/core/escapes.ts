/** The octets of a header's value, which node gives one character each. */
export function octetsOf(value: string): Buffer {
  return Buffer.from(value, 'latin1');
}

/**
 * Undoes `%XX`, and nothing else: a plus is a plus.
 * @param value one character an octet
 */
export function decodePercent(value: string): Buffer {
  const decoded = value.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return octetsOf(decoded);
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Text of octets that should be UTF-8; where they are not, one character each. */
export function textOf(octets: Buffer): string {
  try {
    return utf8.decode(octets);
  } catch {
    return octets.toString('latin1');
  }
}

/** Printable ASCII on one line, for answers that have room for nothing else. */
export function plainLine(text: string): string {
  return text.replace(/[^\x20-\x7e]+/g, ' ').trim();
}

/** At most so many octets of a text, of whole characters. */
export function cutText(text: string, octets: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= octets) return text;
  return bytes
    .subarray(0, octets)
    .toString()
    .replace(/\uFFFD+$/, '');
}
