import { createHmac } from 'node:crypto';

/** An authenticator app: SHA-1, 6 digits, 30 s. */
export interface AuthenticatorApp {
  readonly otpauthUri: string;
  /** The code shown at a time in ms (RFC 6238 section 4, RFC 4226 section 5.3). */
  codeAt(time: number): string;
}

export const STEP_MS = 30_000;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** @param secret 20 octets */
export function createAuthenticatorApp(secret: Buffer, label: string): AuthenticatorApp {
  const issuer = 'Gatepost';
  const name = `${issuer}:${encodeURIComponent(label)}`;
  return {
    otpauthUri: `otpauth://totp/${name}?secret=${toBase32(secret)}&issuer=${issuer}`,
    codeAt(time) {
      const counter = Buffer.alloc(8);
      counter.writeBigUInt64BE(BigInt(Math.floor(time / STEP_MS)));
      const mac = createHmac('sha1', secret).update(counter).digest();
      const offset = (mac.at(-1) ?? 0) & 0xf;
      const code = (mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000;
      return String(code).padStart(6, '0');
    },
  };
}

function toBase32(bytes: Buffer): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  return (bits.match(/.{5}/g) ?? []).map((five) => BASE32[Number.parseInt(five, 2)]).join('');
}
