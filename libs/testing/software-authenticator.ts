import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

/** How one answer differs from that of an honest browser and authenticator. */
export interface Answering {
  /** `https://login.example` */
  readonly origin: string;
  /** The full name of the host; else the origin's. */
  readonly rpId?: string;
  readonly userVerified?: boolean;
  readonly userPresent?: boolean;
  readonly backupEligible?: boolean;
  readonly backedUp?: boolean;
  /** Else one more than the last. */
  readonly counter?: number;
  readonly type?: string;
  readonly challenge?: string;
  readonly crossOrigin?: boolean;
  readonly topOrigin?: string;
  /** null: none. */
  readonly userHandle?: string | null;
  readonly tamper?: (json: Answer) => void;
}

/** What a browser posts: AuthenticationResponseJSON or RegistrationResponseJSON. */
export interface Answer {
  id: string;
  rawId: string;
  type: string;
  clientExtensionResults: object;
  response: Record<string, unknown>;
}

/** A passkey in software: ES256, `none` attestation (WebAuthn Level 3 sections 6.1 and 8.7). */
export interface SoftwarePasskey {
  readonly credentialId: string;
  counter: number;
  userHandle: string;
  /** @param options PublicKeyCredentialCreationOptionsJSON */
  register(options: string, how: Answering): Buffer;
  /** @param options PublicKeyCredentialRequestOptionsJSON */
  answer(options: string, how: Answering): Buffer;
}

/** @param kind `resident`: names its account and verifies its user; `security-key`: a touch, nothing else */
export function softwarePasskey(kind: 'resident' | 'security-key' = 'resident'): SoftwarePasskey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const credentialId = randomBytes(32);
  const id = credentialId.toString('base64url');
  const isResident = kind === 'resident';
  const usual = { userVerified: isResident };
  const passkey: SoftwarePasskey = {
    credentialId: id,
    counter: 0,
    userHandle: '',
    register(options, how) {
      const { challenge, user } = JSON.parse(options);
      passkey.userHandle = user.id;
      const credential = Buffer.concat([
        ...[Buffer.alloc(16), Buffer.from([0, credentialId.length]), credentialId],
        coseKeyOf(publicKey),
      ]);
      const authData = authenticatorData({ ...usual, ...how }, how.counter ?? 0, credential);
      const attestation = new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', new Uint8Array(authData)],
      ]);
      const clientData = clientDataOf('webauthn.create', challenge, how);
      const answer: Answer = {
        ...{ id, rawId: id, type: 'public-key', clientExtensionResults: {} },
        response: {
          clientDataJSON: clientData.toString('base64url'),
          attestationObject: Buffer.from(isoCBOR.encode(attestation as never)).toString(
            'base64url',
          ),
          transports: isResident ? ['internal', 'hybrid'] : ['usb'],
        },
      };
      how.tamper?.(answer);
      return Buffer.from(JSON.stringify(answer));
    },
    answer(options, how) {
      const { challenge } = JSON.parse(options);
      passkey.counter = how.counter ?? passkey.counter + 1;
      const authData = authenticatorData({ ...usual, ...how }, passkey.counter);
      const clientData = clientDataOf('webauthn.get', challenge, how);
      const hash = createHash('sha256').update(clientData).digest();
      const signature = sign('sha256', Buffer.concat([authData, hash]), privateKey);
      const userHandle =
        how.userHandle === undefined ? (isResident ? passkey.userHandle : null) : how.userHandle;
      const answer: Answer = {
        ...{ id, rawId: id, type: 'public-key', clientExtensionResults: {} },
        response: {
          clientDataJSON: clientData.toString('base64url'),
          authenticatorData: authData.toString('base64url'),
          signature: signature.toString('base64url'),
          ...(userHandle === null ? {} : { userHandle }),
        },
      };
      how.tamper?.(answer);
      return Buffer.from(JSON.stringify(answer));
    },
  };
  return passkey;
}

function authenticatorData(how: Answering, counter: number, credential?: Buffer): Buffer {
  const { userPresent = true, userVerified, backupEligible, backedUp } = how;
  const flags =
    (userPresent ? 0x01 : 0) |
    (userVerified === true ? 0x04 : 0) |
    (backupEligible === true ? 0x08 : 0) |
    (backedUp === true ? 0x10 : 0) |
    (credential === undefined ? 0 : 0x40);
  const count = Buffer.alloc(4);
  count.writeUInt32BE(counter);
  const rpId = how.rpId ?? new URL(how.origin).hostname;
  const rpIdHash = createHash('sha256').update(rpId).digest();
  return Buffer.concat([rpIdHash, Buffer.from([flags]), count, credential ?? Buffer.alloc(0)]);
}

function clientDataOf(type: string, challenge: string, how: Answering): Buffer {
  const { origin, crossOrigin = false, topOrigin } = how;
  return Buffer.from(
    JSON.stringify({
      type: how.type ?? type,
      challenge: how.challenge ?? challenge,
      ...{ origin, crossOrigin, topOrigin },
    }),
  );
}

/** COSE_Key of a P-256 key, for ES256 (RFC 9053 section 7.1.1). */
function coseKeyOf(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  const point = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'));
  const cose = new Map<number, number | Uint8Array>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, point(x)],
    [-3, point(y)],
  ]);
  return Buffer.from(isoCBOR.encode(cose));
}
