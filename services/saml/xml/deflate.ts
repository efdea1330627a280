import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Raw DEFLATE and base64, as the redirect binding requires (SAML bindings 3.4.4.1). */
export function deflate(text: string): string {
  return deflateRawSync(text).toString('base64');
}

/** Inflates to at most `most` octets, which stops a decompression bomb. */
export function inflate(base64: string, most: number): Buffer | undefined {
  try {
    return inflateRawSync(Buffer.from(base64, 'base64'), { maxOutputLength: most });
  } catch {
    return undefined;
  }
}
