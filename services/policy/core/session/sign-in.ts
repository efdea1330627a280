import type { Service } from '../../../../libs/names/services.js';
import type { Factor } from '../../../../libs/policy/language/words.js';
import { isSigned, parseArray, type SessionMac, signWith } from './session-mac.js';

/**
 * What a sign-in found about a kind of trust. `carried` means that the ALLOW depended on it. Such trust counts as held
 * for as long as trust-store has it.
 */
export type SealedTrust = 'carried' | 'held' | 'not-held' | 'not-asked';

/** A sign-in, with everything that is needed to decide it again. Times are in ms since the epoch. */
export interface SignIn {
  readonly sessionId: string;
  readonly account: string;
  readonly service: Service;
  /** Canonical. */
  readonly address: string;
  /** The factors that were verified. */
  readonly proved: readonly Factor[];
  /** `password` was proved only by the front-end's statement. */
  readonly passwordStated: boolean;
  /** The passkey verified its user. */
  readonly userVerified: boolean;
  readonly ip: SealedTrust;
  readonly device: SealedTrust;
  /** Null if not asked. */
  readonly hasOtp: boolean | null;
  readonly hasPasskey: boolean | null;
  /** The client the session is for; empty for the sign-in page itself. */
  readonly client: string;
  /** SHA-256 of the session's secret, base64url. */
  readonly secretHash: string;
  readonly startedAt: number;
  readonly until: number;
  readonly decisionId: string;
  /** The act that an administrator signed in for. The digest is in base64url. */
  readonly act?: { readonly rpc: string; readonly subject: string; readonly request: string };
}

/** The format version of sealed sign-ins. Other versions are not read. */
const FORMAT = 1;

/** A sign-in with the field names of the sealed format. */
type SealedSignIn = Omit<SignIn, 'passwordStated'> & { readonly byWord: boolean };

/** Seals a sign-in under policy's own key. trust-store keeps it but cannot forge one. */
export function sealSignIn(mac: SessionMac, { passwordStated, ...rest }: SignIn): Buffer {
  const sealed: SealedSignIn = { ...rest, byWord: passwordStated };
  const data = JSON.stringify([FORMAT, sealed]);
  return Buffer.from(
    JSON.stringify([mac.keyId, data, signWith(mac, 'sign-in', data).toString('base64url')]),
  );
}

/** Undefined if policy did not seal this. The content of a valid seal needs no further checks. */
export function openSignIn(mac: SessionMac, bytes: Buffer): SignIn | undefined {
  const [keyId, data, tag] = parseArray(bytes.toString());
  if (typeof keyId !== 'string' || typeof data !== 'string' || typeof tag !== 'string') {
    return undefined;
  }
  if (!isSigned(mac, 'sign-in', { keyId, data, tag: Buffer.from(tag, 'base64url') })) {
    return undefined;
  }
  const [format, sealed] = parseArray(data);
  if (format !== FORMAT) return undefined;
  const { byWord, ...rest } = sealed as SealedSignIn;
  return { ...rest, passwordStated: byWord };
}
