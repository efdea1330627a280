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

/** The keys whose tickets are taken, by id: several while one replaces another. */
export type TicketKeys = ReadonlyMap<string, KeyObject>;

/**
 * A new Ed25519 key pair in PEM: the private one (PKCS #8) for who issues tickets, the public one
 * (SPKI) for who takes them.
 */
export function generateTicketKey(): { privatePem: string; publicPem: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

/** Reads the private key. @throws Error that says what the text is not, without quoting it */
export function readTicketKey(pem: string): TicketKey {
  const key = ed25519(() => createPrivateKey(pem), 'an Ed25519 private key in PEM');
  return { id: keyId(createPublicKey(key)), key };
}

/** What whoever signs tickets takes its own by. */
export function ownTicketKeys({ id, key }: TicketKey): TicketKeys {
  return new Map([[id, createPublicKey(key)]]);
}

/**
 * Reads public keys, one a text.
 *
 * A private key is refused, though its public half could be had from it: who only takes tickets
 * must not be able to make them.
 * @throws Error that says what a text is not, without quoting it
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
    // OpenSSL's own words may hold parts of the key.
  }
  throw new Error(`is not ${wanted}`);
}

/** Short, because a ticket has 1024 octets: it only chooses among keys that are all trusted. */
function keyId(publicKey: KeyObject): string {
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest().subarray(0, 9).toString('base64url');
}
