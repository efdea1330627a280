import type { RequestReader } from './request-reader.js';

/** Encodes the key at which a page ends. The caller sends it back to get the next page. */
export function toToken(key: unknown): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** The key that `toToken` encoded, read by `parse`; undefined on the first page. */
export function fromToken<T>(
  reader: RequestReader,
  token: string,
  parse: (key: unknown) => T | undefined,
): T | undefined {
  if (token === '') return undefined;
  try {
    const key = parse(JSON.parse(Buffer.from(token, 'base64url').toString('utf8')));
    if (key !== undefined) return key;
  } catch {
    // `parse` refuses undefined below.
  }
  reader.refuse('page.token', 'not a token of this list');
  return undefined;
}
