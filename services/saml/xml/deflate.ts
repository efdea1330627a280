import { deflateRawSync, inflateRawSync } from 'node:zlib';

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
