/** The first octets of a document in each encoding (XML 1.0, appendix F). */
const SIGNATURES: readonly { readonly octets: readonly number[]; readonly encoding: string }[] = [
  { octets: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { octets: [0xff, 0xfe], encoding: 'utf-16le' },
  { octets: [0xfe, 0xff], encoding: 'utf-16be' },
  // Without a byte order mark: `<` and a zero octet.
  { octets: [0x3c, 0x00], encoding: 'utf-16le' },
  { octets: [0x00, 0x3c], encoding: 'utf-16be' },
];

const DECLARATION = /^\s*<\?xml\s[^>]*?\?>/i;

/**
 * Decodes a metadata document and removes its XML declaration. Providers write UTF-16, and some declarations are wrong
 * because a tool re-encoded the file. So the encoding is detected from the octets, and the declaration counts only if
 * they are not valid UTF-8.
 */
export function decodeMetadata(octets: Uint8Array): { text: string } | { problem: string } {
  const seen = SIGNATURES.find((each) =>
    each.octets.every((octet, index) => octets[index] === octet),
  );
  const declared = /\sencoding\s*=\s*["']([\w.-]{1,40})["']/.exec(
    Buffer.from(octets.subarray(0, 200)).toString('latin1'),
  )?.[1];
  const text =
    seen === undefined
      ? (decode(octets, 'utf-8') ?? decode(octets, declared ?? ''))
      : decode(octets, seen.encoding);
  if (text === undefined)
    return { problem: `is not ${seen?.encoding ?? 'UTF-8'}, and says ${declared}` };
  const start = text.trimStart();
  if (start === '') return { problem: 'is empty' };
  if (!start.startsWith('<'))
    return { problem: `is not XML: it begins with ${start.slice(0, 12)}` };
  return { text: text.replace(DECLARATION, '') };
}

function decode(octets: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(octets);
  } catch {
    return undefined;
  }
}
