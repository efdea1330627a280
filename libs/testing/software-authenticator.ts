import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';
import type { MadeModel } from './authenticator-maker.js';

/** How one answer differs from the answer of an honest browser and authenticator. */
export interface Answering {
  /** `https://login.example` */
  readonly origin: string;
  /** The full host name. Default: the origin's. */
  readonly rpId?: string;
  readonly userVerified?: boolean;
  readonly userPresent?: boolean;
  readonly backupEligible?: boolean;
  readonly backedUp?: boolean;
  /** Default: one more than the last. */
  readonly counter?: number;
  readonly type?: string;
  readonly challenge?: string;
  readonly crossOrigin?: boolean;
  readonly topOrigin?: string;
  /** More members of the client data. */
  readonly clientData?: object;
  /** null: no user handle. */
  readonly userHandle?: string | null;
  /** Registration only: the COSE algorithm in the key. Default: ES256. */
  readonly algorithm?: number;
  /** Registration only: format and statement of the attestation. Default: `none`. */
  readonly attestation?: { readonly format: string; readonly statement: Map<string, unknown> };
  /**
   * Registration only: the authenticator is of this model and attests it, unless `attestation`
   * overrides that.
   */
  readonly model?: MadeModel;
  /** Registration only: octets of the credential id. Default: 32. */
  readonly idOctets?: number;
  /** Extension outputs of the authenticator, and those that the browser reports. */
  readonly extensions?: Readonly<Record<string, boolean>>;
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

/**
 * A passkey in software: ES256, without attestation unless it is of a model (WebAuthn Level 3
 * sections 6.1 and 8.7).
 */
export interface SoftwarePasskey {
  readonly credentialId: string;
  counter: number;
  userHandle: string;
  /** @param options PublicKeyCredentialCreationOptionsJSON */
  register(options: string, how: Answering): Buffer;
  /** @param options PublicKeyCredentialRequestOptionsJSON */
  answer(options: string, how: Answering): Buffer;
}

/** @param kind `resident`: names its account and verifies its user; `security-key`: only a touch */
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
      const ownId = how.idOctets === undefined ? credentialId : randomBytes(how.idOctets);
      const idLength = Buffer.alloc(2);
      idLength.writeUInt16BE(ownId.length);
      const credential = Buffer.concat([
        ...[how.model?.aaguid ?? Buffer.alloc(16), idLength, ownId],
        coseKeyOf(publicKey, how.algorithm),
      ]);
      const authData = authenticatorData({ ...usual, ...how }, how.counter ?? 0, credential);
      const ownName = ownId.toString('base64url');
      const clientData = clientDataOf('webauthn.create', challenge, how);
      const { format, statement } = how.attestation ?? attest(how.model, authData, clientData);
      const attestation = new Map<string, unknown>([
        ['fmt', format],
        ['attStmt', statement],
        ['authData', new Uint8Array(authData)],
      ]);
      const answer: Answer = {
        ...{ id: ownName, rawId: ownName, type: 'public-key' },
        clientExtensionResults: how.extensions ?? {},
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
        ...{ id, rawId: id, type: 'public-key', clientExtensionResults: how.extensions ?? {} },
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

/** The attestation that the maker of the model built in (section 8.2). */
function attest(
  model: MadeModel | undefined,
  authData: Buffer,
  clientData: Buffer,
): NonNullable<Answering['attestation']> {
  if (model === undefined) return { format: 'none', statement: new Map() };
  const hash = createHash('sha256').update(clientData).digest();
  const sig = sign('sha256', Buffer.concat([authData, hash]), model.key);
  const statement = new Map<string, unknown>([
    ['alg', -7],
    ['sig', new Uint8Array(sig)],
    ['x5c', [...model.certificates]],
  ]);
  return { format: 'packed', statement };
}

function authenticatorData(how: Answering, counter: number, credential?: Buffer): Buffer {
  const { userPresent = true, userVerified, backupEligible, backedUp } = how;
  const flags =
    (userPresent ? 0x01 : 0) |
    (userVerified === true ? 0x04 : 0) |
    (backupEligible === true ? 0x08 : 0) |
    (backedUp === true ? 0x10 : 0) |
    (credential === undefined ? 0 : 0x40) |
    (how.extensions === undefined ? 0 : 0x80);
  const count = Buffer.alloc(4);
  count.writeUInt32BE(counter);
  const rpId = how.rpId ?? new URL(how.origin).hostname;
  const rpIdHash = createHash('sha256').update(rpId).digest();
  const extensions =
    how.extensions === undefined
      ? Buffer.alloc(0)
      : Buffer.from(isoCBOR.encode(new Map(Object.entries(how.extensions))));
  return Buffer.concat([
    ...[rpIdHash, Buffer.from([flags]), count, credential ?? Buffer.alloc(0), extensions],
  ]);
}

function clientDataOf(type: string, challenge: string, how: Answering): Buffer {
  const { origin, crossOrigin = false, topOrigin } = how;
  return Buffer.from(
    JSON.stringify({
      type: how.type ?? type,
      challenge: how.challenge ?? challenge,
      ...{ origin, crossOrigin, topOrigin, ...how.clientData },
    }),
  );
}

/**
 * The COSE_Key of a P-256 key, for ES256 (RFC 9053 section 7.1.1) unless `algorithm` is another.
 */
function coseKeyOf(key: KeyObject, algorithm = -7): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  const point = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'));
  const cose = new Map<number, number | Uint8Array>([
    [1, 2],
    [3, algorithm],
    [-1, 1],
    [-2, point(x)],
    [-3, point(y)],
  ]);
  return Buffer.from(isoCBOR.encode(cose));
}
