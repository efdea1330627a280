/** The octets of a header value. Node gives one character per octet. */
export function octetsOf(value: string): Buffer {
  return Buffer.from(value, 'latin1');
}

/**
 * Decodes `%XX` and nothing else; a plus stays a plus.
 * @param value one character per octet
 */
export function decodePercent(value: string): Buffer {
  const decoded = value.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return octetsOf(decoded);
}

/** Without `ignoreBOM` it would drop a leading U+FEFF, and a name or password would become another. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Decodes UTF-8. If the octets are not valid UTF-8, each becomes one character. */
export function textOf(octets: Buffer): string {
  try {
    return utf8.decode(octets);
  } catch {
    return octets.toString('latin1');
  }
}

/** Reduces a text to printable ASCII on one line, for answers that allow nothing else. */
export function plainLine(text: string): string {
  return text.replace(/[^\x20-\x7e]+/g, ' ').trim();
}

/** Cuts a text to at most `octets` octets, in whole characters. */
export function cutText(text: string, octets: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= octets) return text;
  return bytes
    .subarray(0, octets)
    .toString()
    .replace(/\uFFFD+$/, '');
}
