import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';

/** The key that signs tickets. */
export interface TicketKey {
  readonly id: string;
  readonly key: KeyObject;
}

/** The keys whose tickets are accepted, by id. There are several while one replaces another. */
export type TicketKeys = ReadonlyMap<string, KeyObject>;

/**
 * A new Ed25519 key pair in PEM: the private key (PKCS #8) for the issuer of tickets, the public
 * key (SPKI) for those who accept them.
 */
export function generateTicketKey(): { privatePem: string; publicPem: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

/**
 * Reads the private key. @throws Error that says what is wrong with the text, without quoting it
 */
export function readTicketKey(pem: string): TicketKey {
  const key = ed25519(() => createPrivateKey(pem), 'an Ed25519 private key in PEM');
  return { id: keyId(createPublicKey(key)), key };
}

/** The public keys by which an issuer accepts its own tickets. */
export function ownTicketKeys({ id, key }: TicketKey): TicketKeys {
  return new Map([[id, createPublicKey(key)]]);
}

/**
 * Reads public keys, one from each text.
 *
 * A private key is refused, although it contains the public one: a service that only accepts
 * tickets must not be able to issue them.
 * @throws Error that says what is wrong with a text, without quoting it
 */
export function readTicketKeys(pems: readonly string[]): TicketKeys {
  const keys = pems.map((pem) => {
    if (pem.includes('PRIVATE KEY')) throw new Error('is a private key: give the public one');
    return ed25519(() => createPublicKey(pem), 'an Ed25519 public key in PEM');
  });
  return new Map(keys.map((key) => [keyId(key), key]));
}

function ed25519(read: () => KeyObject, wanted: string): KeyObject {
  try {
    const key = read();
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // OpenSSL's own message may contain parts of the key.
  }
  throw new Error(`is not ${wanted}`);
}

/**
 * Short, because a ticket is limited to 1024 octets. It only selects among keys that are all
 * trusted.
 */
function keyId(publicKey: KeyObject): string {
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest().subarray(0, 9).toString('base64url');
}
