import {
  formatSessionToken,
  type SessionTokenParts,
} from '../../../../libs/names/session-token.js';
import { isSigned, parseArray, type SessionMac, signWith } from './session-mac.js';

/** How long a mail token is valid, in ms. */
export const MAIL_TOKEN_MS = 300_000;

/** The content of a token whose MAC was right. */
export interface SessionToken {
  readonly kind: 'secret' | 'mail';
  readonly sessionId: string;
  /** Canonical `local@domain`. */
  readonly account: string;
  /** With a mail token: when it expires, in ms since the epoch. The session's own secret ends with the session. */
  readonly expiresAt: number;
}

const PURPOSES = { secret: 'session-secret', mail: 'mail-token' } as const;

/** @param of.random 32 unpredictable octets */
export function mintSecret(
  mac: SessionMac,
  { sessionId, account, random }: { sessionId: string; account: string; random: Buffer },
): string {
  return mint(mac, 'secret', [sessionId, account, random.toString('base64url')]);
}

/** @param of.nonce makes each token different */
export function mintMailToken(
  mac: SessionMac,
  of: { sessionId: string; account: string; expiresAt: number; nonce: Buffer },
): string {
  const { sessionId, account, expiresAt, nonce } = of;
  return mint(mac, 'mail', [sessionId, account, expiresAt, nonce.toString('base64url')]);
}

function mint(mac: SessionMac, kind: 'secret' | 'mail', claims: readonly unknown[]): string {
  const data = JSON.stringify([mac.keyId, ...claims]);
  return formatSessionToken({
    kind,
    body: Buffer.from(data),
    mac: signWith(mac, PURPOSES[kind], data),
  });
}

/** Undefined if policy did not issue the token. The caller checks whether it has expired. */
export function verifyToken(mac: SessionMac, parts: SessionTokenParts): SessionToken | undefined {
  const { kind, body, mac: tag } = parts;
  const data = body.toString();
  const claims = parseArray(data);
  const [keyId, sessionId, account, fourth] = claims;
  if (typeof keyId !== 'string' || typeof sessionId !== 'string') return undefined;
  if (typeof account !== 'string') return undefined;
  if (!isSigned(mac, PURPOSES[kind], { keyId, data, tag })) return undefined;
  if (kind === 'secret') return { kind, sessionId, account, expiresAt: Number.POSITIVE_INFINITY };
  return typeof fourth === 'number' ? { kind, sessionId, account, expiresAt: fourth } : undefined;
}
