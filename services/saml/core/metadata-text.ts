/** How the first octets of a document in each encoding look (XML 1.0, appendix F). */
const SIGNATURES: readonly { readonly octets: readonly number[]; readonly encoding: string }[] = [
  { octets: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { octets: [0xff, 0xfe], encoding: 'utf-16le' },
  { octets: [0xfe, 0xff], encoding: 'utf-16be' },
  // Without a mark: `<` and a zero.
  { octets: [0x3c, 0x00], encoding: 'utf-16le' },
  { octets: [0x00, 0x3c], encoding: 'utf-16be' },
];

const DECLARATION = /^\s*<\?xml\s[^>]*?\?>/i;

/**
 * A metadata document as text, without its XML declaration: providers write UTF-16, and declarations that are wrong
 * since a tool stored the file anew. What the octets are is seen from them; a declaration decides only where they are
 * no UTF-8.
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
  if (!start.startsWith('<')) return { problem: `is no XML: it begins with ${start.slice(0, 12)}` };
  return { text: text.replace(DECLARATION, '') };
}

function decode(octets: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(octets);
  } catch {
    return undefined;
  }
}
