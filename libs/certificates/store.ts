import { randomBytes, webcrypto } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Pair } from './issue.js';
import { x509 } from './x509.js';

/** The two PEM files of a pair. */
export interface PairFiles {
  readonly cert: string;
  readonly key: string;
}

/** Reads a pair; null if either file is missing or broken, or if they do not belong together. */
export async function readPair(files: PairFiles): Promise<Pair | null> {
  try {
    const certificate = new x509.X509Certificate(await readFile(files.cert, 'utf8'));
    const key = await readKey(await readFile(files.key, 'utf8'));
    return (await belongTogether(certificate, key)) ? { certificate, key } : null;
  } catch {
    return null;
  }
}

/**
 * Writes a pair, each file whole or not at all. Only the owner can read the key, from the start.
 */
export async function writePair(files: PairFiles, pair: Pair): Promise<void> {
  await mkdir(dirname(files.key), { recursive: true, mode: 0o700 });
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', pair.key);
  await writeWhole(files.key, x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'), 0o600);
  await writeWhole(files.cert, pair.certificate.toString('pem'), 0o644);
}

async function writeWhole(path: string, text: string, mode: number): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    const file = await open(temporary, 'wx', mode);
    try {
      await file.writeFile(`${text}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await chmod(temporary, mode);
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

function readKey(pem: string): Promise<webcrypto.CryptoKey> {
  const [der] = x509.PemConverter.decode(pem);
  if (der === undefined) throw new Error('not a PEM file');
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  return webcrypto.subtle.importKey('pkcs8', der, algorithm, true, ['sign']);
}

async function belongTogether(
  certificate: x509.X509Certificate,
  key: webcrypto.CryptoKey,
): Promise<boolean> {
  const message = randomBytes(32);
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
  const signature = await webcrypto.subtle.sign(algorithm, key, message);
  const publicKey = await certificate.publicKey.export();
  return webcrypto.subtle.verify(algorithm, publicKey, signature, message);
}
