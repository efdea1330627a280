import type { Finding } from './facts.js';

const DECLARATION =
  /^<\?xml\s+version\s*=\s*(["'])1\.0\1(?:\s+encoding\s*=\s*(["'])utf-8\2)?(?:\s+standalone\s*=\s*(["'])(?:yes|no)\3)?\s*\?>/i;

/**
 * A message is elements, attributes and text. In XML `<!` begins a DOCTYPE, a comment or a CDATA
 * section and nothing else, and `<?` a processing instruction: looked for in the text itself, before
 * a parser sees it, there is no entity to expand, none to fetch, and nothing to split a name with.
 */
export function checkMarkup(text: string): Finding {
  const body = text.replace(DECLARATION, '');
  const at = body.search(/<[!?]|\0/);
  return at < 0 ? undefined : `${JSON.stringify(body.slice(at, at + 12))} at ${at}`;
}

/** The message as text. UTF-8 alone: in another encoding `<!` would be other octets. */
export function decodeText(message: Uint8Array): { text: string } | { problem: string } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(message) };
  } catch {
    return { problem: 'not UTF-8' };
  }
}
