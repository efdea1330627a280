import { type ChannelCredentials, experimental, ServerCredentials } from '@grpc/grpc-js';
import { identifyPeer, type PeerNames } from '../peer-identity.js';
import type { TlsMaterial, TlsSource } from './tls-source.js';

const HANDSHAKE_MS = 10_000;

/** Server credentials that require a client certificate of our authority. They follow `source`. */
export class MutualTlsServerCredentials extends ServerCredentials {
  readonly close: () => void;

  constructor(source: TlsSource) {
    super(
      { requestCert: true, rejectUnauthorized: true, handshakeTimeout: HANDSHAKE_MS },
      contextOf(source.current()),
    );
    this.close = source.subscribe((material) => {
      this.updateSecureContextOptions(contextOf(material));
    });
  }

  override _equals(other: ServerCredentials): boolean {
    return this === other;
  }
}

function contextOf({ ca, cert, key }: TlsMaterial) {
  return { ca: [ca], cert: [cert], key: [key], minVersion: 'TLSv1.2' as const };
}

/**
 * Client credentials that present our certificate and accept only a server whose certificate is
 * that of `expect`, a SPIFFE URI. New connections follow `source`.
 */
export function clientCredentials(source: TlsSource, expect: string): ChannelCredentials {
  return experimental.createCertificateProviderChannelCredentials(
    followAuthority(source),
    followIdentity(source),
    { checkServerIdentity: (_host, certificate) => checkPeer(certificate, expect) },
  );
}

function checkPeer(certificate: PeerNames, expect: string): Error | undefined {
  try {
    const { uri } = identifyPeer(certificate);
    return uri === expect ? undefined : new Error(`the server is ${uri}, not ${expect}`);
  } catch (error) {
    return error as Error;
  }
}

type Provider = experimental.CertificateProvider;
const none = () => {};

function followAuthority(source: TlsSource): Provider {
  const follow = followers<experimental.CaCertificateUpdate>(source, ({ ca }) => ({
    caCertificate: ca,
  }));
  return {
    addCaCertificateListener: follow.add,
    removeCaCertificateListener: follow.remove,
    addIdentityCertificateListener: none,
    removeIdentityCertificateListener: none,
  };
}

function followIdentity(source: TlsSource): Provider {
  const follow = followers<experimental.IdentityCertificateUpdate>(source, ({ cert, key }) => ({
    certificate: cert,
    privateKey: key,
  }));
  return {
    addCaCertificateListener: none,
    removeCaCertificateListener: none,
    addIdentityCertificateListener: follow.add,
    removeIdentityCertificateListener: follow.remove,
  };
}

function followers<T>(source: TlsSource, convert: (material: TlsMaterial) => T) {
  type Listener = (update: T | null) => void;
  const subscriptions = new Map<Listener, () => void>();
  return {
    add(listener: Listener) {
      subscriptions.set(
        listener,
        source.subscribe((material) => listener(convert(material))),
      );
      process.nextTick(() => {
        if (subscriptions.has(listener)) listener(convert(source.current()));
      });
    },
    remove(listener: Listener) {
      subscriptions.get(listener)?.();
      subscriptions.delete(listener);
    },
  };
}
