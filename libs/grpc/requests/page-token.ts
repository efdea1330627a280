import type { RequestReader } from './request-reader.js';

/** Where a page ends, as the caller gives it back for the next. */
export function toToken(key: unknown): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** What `toToken` was given, as `parse` reads it; undefined on the first page. */
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
    // Said below.
  }
  reader.refuse('page.token', 'not a token of this list');
  return undefined;
}
