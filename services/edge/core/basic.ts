import { textOf } from './escapes.js';

export interface Credentials {
  readonly account: string;
  readonly password: Buffer;
}

const BASIC = /^Basic +([A-Za-z0-9+/]+={0,2})$/i;

/** Reads an Authorization header (RFC 7617). The password keeps its octets. `undefined` if the scheme is not Basic. */
export function readBasic(header: string | undefined): Credentials | undefined {
  const [, encoded] = BASIC.exec(header?.trim() ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const octets = Buffer.from(encoded, 'base64');
  const colon = octets.indexOf(0x3a);
  if (colon < 0) return undefined;
  return { account: textOf(octets.subarray(0, colon)), password: octets.subarray(colon + 1) };
}
