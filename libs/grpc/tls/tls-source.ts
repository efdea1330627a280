import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { Log } from '../../log/index.js';
import { identifyPeer } from '../peer-identity.js';
import { reloadFrom } from '../reloader.js';

/** Paths of PEM files: the authority's certificate, our own, our own key. */
export interface TlsFiles {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

export interface TlsMaterial {
  readonly ca: Buffer;
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** Our certificate and the authority we trust, kept in step with their files. */
export interface TlsSource {
  current(): TlsMaterial;
  /** Calls the listener at each change. Returns a function that unsubscribes it. */
  subscribe(listener: (material: TlsMaterial) => void): () => void;
  /** Reads the files now. */
  check(): Promise<void>;
  close(): void;
}

const NONE = Buffer.alloc(0);

/**
 * Reads the TLS files, and reads them again when they change. Refuses files that do not belong
 * together, a certificate that is not valid now, and a certificate without an identity. Throws only
 * at the first reading; later the previous material stays in use.
 */
export async function openTls(options: { files: TlsFiles; log: Log }): Promise<TlsSource> {
  const { files, log } = options;
  const listeners = new Set<(material: TlsMaterial) => void>();
  const source = await reloadFrom({
    files: [files.ca, files.cert, files.key],
    what: 'TLS certificate',
    log,
    make: ([ca = NONE, cert = NONE, key = NONE]) => checkMaterial({ ca, cert, key }, files),
    onChange: (material) => {
      for (const listener of listeners) listener(material);
    },
  });
  return {
    ...source,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function checkMaterial(material: TlsMaterial, files: TlsFiles): TlsMaterial {
  const { ca, cert, key } = material;
  // Node would use the operating system's authorities instead of an empty list.
  if (ca.length === 0) throw new Error(`${files.ca}: is empty`);
  const own = new X509Certificate(cert);
  identifyPeer(own.subjectAltName === undefined ? {} : { subjectaltname: own.subjectAltName });
  const from = Date.parse(own.validFrom);
  const to = Date.parse(own.validTo);
  // The comparison is false for NaN, so a date that cannot be read is refused.
  if (!(from <= Date.now() && Date.now() < to)) {
    throw new Error(`${files.cert}: is valid from ${own.validFrom} to ${own.validTo}, not now`);
  }
  createSecureContext({ ca, cert, key });
  return material;
}
