import type { Finding } from './facts.js';

const DECLARATION =
  /^<\?xml\s+version\s*=\s*(["'])1\.0\1(?:\s+encoding\s*=\s*(["'])utf-8\2)?(?:\s+standalone\s*=\s*(["'])(?:yes|no)\3)?\s*\?>/i;

/**
 * Checks that a message contains only elements, attributes and text. In XML `<!` only begins a DOCTYPE, a comment or a
 * CDATA section, and `<?` a processing instruction. The text is searched for them before a parser sees it. So there are
 * no entities to expand or fetch, and no comments to split a name.
 */
export function checkMarkup(text: string): Finding {
  const body = text.replace(DECLARATION, '');
  const at = body.search(/<[!?]|\0/);
  return at < 0 ? undefined : `${JSON.stringify(body.slice(at, at + 12))} at ${at}`;
}

/** Decodes the message as UTF-8. No other encoding is allowed, because `<!` would be other octets in it. */
export function decodeText(message: Uint8Array): { text: string } | { problem: string } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(message) };
  } catch {
    return { problem: 'not UTF-8' };
  }
}
