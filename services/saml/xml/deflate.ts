import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Raw DEFLATE, then base64, as the redirect binding wants it (SAML bindings 3.4.4.1). */
export function deflate(text: string): string {
  return deflateRawSync(text).toString('base64');
}

/** At most so much comes out, however little goes in: a bomb ends where it gets too big. */
export function inflate(base64: string, most: number): Buffer | undefined {
  try {
    return inflateRawSync(Buffer.from(base64, 'base64'), { maxOutputLength: most });
  } catch {
    return undefined;
  }
}
