import { constants, createHash, privateDecrypt, timingSafeEqual } from 'node:crypto';

export interface Oaep {
  /** Digest of the label, by Node's name. */
  readonly hash: string;
  /** Digest of the mask generation function MGF1. */
  readonly maskHash: string;
  readonly label: Buffer;
}

/**
 * Decrypts RSAES-OAEP (RFC 8017, 7.1.2).
 * @param key private key, PEM
 * @throws Error if the padding is wrong; the error does not say why
 */
export function openOaep(key: string, wrapped: Buffer, oaep: Oaep): Buffer {
  const { hash, maskHash, label } = oaep;
  if (hash === maskHash) {
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    const labelled = label.length > 0 ? { oaepLabel: label } : {};
    return privateDecrypt({ key, padding, oaepHash: hash, ...labelled }, wrapped);
  }
  // Node uses the label's digest for the mask. In XML encryption they may differ, and by default they do (5.5.2).
  const message = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, wrapped);
  return withoutPadding(message, oaep);
}

function withoutPadding(message: Buffer, { hash, maskHash, label }: Oaep): Buffer {
  const labelHash = createHash(hash).update(label).digest();
  const size = labelHash.length;
  const maskedSeed = message.subarray(1, 1 + size);
  const maskedBlock = message.subarray(1 + size);
  if (maskedBlock.length < size + 1) throw new RangeError('too short');
  const seed = xor(maskedSeed, mask(maskHash, maskedBlock, size));
  const block = xor(maskedBlock, mask(maskHash, seed, maskedBlock.length));
  const end = block.indexOf(1, size);
  const zeros = Buffer.alloc(Math.max(0, end - size));
  // All parts are checked, even after one fails.
  const fits = [
    message[0] === 0,
    timingSafeEqual(block.subarray(0, size), labelHash),
    end >= 0 && block.subarray(size, end).equals(zeros),
  ];
  if (fits.includes(false)) throw new RangeError('not padded');
  return block.subarray(end + 1);
}

/** MGF1 (RFC 8017, B.2.1). */
function mask(hash: string, seed: Buffer, length: number): Buffer {
  const parts: Buffer[] = [];
  for (let counter = 0, made = 0; made < length; counter += 1) {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    const part = createHash(hash).update(seed).update(count).digest();
    parts.push(part);
    made += part.length;
  }
  return Buffer.concat(parts).subarray(0, length);
}

function xor(one: Buffer, other: Buffer): Buffer {
  return Buffer.from(one.map((octet, index) => octet ^ (other[index] ?? 0)));
}
