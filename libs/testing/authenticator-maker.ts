import { KeyObject, randomBytes, webcrypto } from 'node:crypto';
import { x509 } from '../certificates/x509.js';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
/** id-fido-gen-ce-aaguid (WebAuthn Level 3 section 8.2.1). */
const AAGUID = '1.3.6.1.4.1.45724.1.1.4';
const RSA = {
  ...{ name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 2048 },
  publicExponent: new Uint8Array([1, 0, 1]),
};
const YEAR = 365 * 86_400_000;

/** A model of authenticator, with what its maker puts into each one. */
export interface MadeModel {
  /** 16 octets. */
  readonly aaguid: Buffer;
  /** Signs attestations. */
  readonly key: KeyObject;
  /** DER, the key's certificate first; without the root. */
  readonly certificates: readonly Uint8Array[];
}

/** A maker of authenticators, for tests: a root, and below it a certificate for each model. */
export interface Maker {
  /** DER */
  readonly root: Buffer;
  readonly rootPem: string;
  /**
   * @param aaguid a UUID
   * @param how.said the AAGUID in the certificate, if it is to differ
   * @param how.revokedAt the URL of the revocation list in the certificate
   * @param how.until when the certificate expires, ms since the epoch
   */
  model(
    aaguid: string,
    how?: { readonly said?: string; readonly until?: number; readonly revokedAt?: string },
  ): Promise<MadeModel>;
  /**
   * The key and certificates with which this maker signs FIDO metadata.
   * @param how.until when the certificate expires, ms since the epoch
   */
  signer(how?: {
    readonly until?: number;
  }): Promise<{ readonly key: KeyObject; readonly certificates: readonly Uint8Array[] }>;
  /** As FIDO does: an RSA key, with the certificate of an authority below the root. */
  rsaSigner(): Promise<{ readonly key: KeyObject; readonly certificates: readonly Uint8Array[] }>;
}

/** @param now ms since the epoch: certificates are valid from one year before to ten years after */
export async function authenticatorMaker(name: string, now = Date.now()): Promise<Maker> {
  const keys = await makeKeys();
  const times = { notBefore: new Date(now - YEAR), notAfter: new Date(now + 10 * YEAR) };
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    ...{ serialNumber: '01', name: `CN=${name}`, keys, signingAlgorithm: ALGORITHM, ...times },
    extensions: [new x509.BasicConstraintsExtension(true, 1, true)],
  });

  async function certify(subject: string, until: number | undefined, more: x509.Extension[]) {
    const own = await makeKeys();
    const certificate = await x509.X509CertificateGenerator.create({
      serialNumber: randomBytes(8).toString('hex'),
      ...{ subject, issuer: root.subject, publicKey: own.publicKey, signingKey: keys.privateKey },
      ...{ signingAlgorithm: ALGORITHM, notBefore: times.notBefore },
      notAfter: until === undefined ? times.notAfter : new Date(until),
      extensions: [new x509.BasicConstraintsExtension(false, undefined, true), ...more],
    });
    return {
      key: KeyObject.from(own.privateKey),
      certificates: [new Uint8Array(certificate.rawData)],
    };
  }

  return {
    root: Buffer.from(root.rawData),
    rootPem: root.toString('pem'),
    async model(aaguid, { said = aaguid, until, revokedAt } = {}) {
      const subject = `C=US,O=${name},OU=Authenticator Attestation,CN=${name} Attestation`;
      const value = Buffer.concat([Buffer.from([0x04, 0x10]), octetsOf(said)]);
      const extension = new x509.Extension(AAGUID, false, value);
      const lists =
        revokedAt === undefined ? [] : [new x509.CRLDistributionPointsExtension([revokedAt])];
      return {
        aaguid: octetsOf(aaguid),
        ...(await certify(subject, until, [extension, ...lists])),
      };
    },
    signer: ({ until } = {}) => certify(`CN=${name} signer`, until, []),
    async rsaSigner() {
      const [authority, own] = await Promise.all([
        makeKeys(),
        webcrypto.subtle.generateKey(RSA, true, ['sign', 'verify']),
      ]);
      const subject = `CN=${name} authority`;
      const middle = await x509.X509CertificateGenerator.create({
        ...{ serialNumber: '02', subject, issuer: root.subject, publicKey: authority.publicKey },
        ...{ signingKey: keys.privateKey, signingAlgorithm: ALGORITHM, ...times },
        extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
      });
      const leaf = await x509.X509CertificateGenerator.create({
        ...{ serialNumber: '03', subject: `CN=${name} signer`, issuer: middle.subject },
        ...{ publicKey: own.publicKey, signingKey: authority.privateKey },
        ...{ signingAlgorithm: ALGORITHM, ...times },
        extensions: [new x509.BasicConstraintsExtension(false, undefined, true)],
      });
      const certificates = [leaf, middle].map(({ rawData }) => new Uint8Array(rawData));
      return { key: KeyObject.from(own.privateKey), certificates };
    },
  };
}

const makeKeys = () => webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
const octetsOf = (uuid: string) => Buffer.from(uuid.replaceAll('-', ''), 'hex');
