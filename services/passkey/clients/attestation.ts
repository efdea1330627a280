import {
  MetadataService,
  type MetadataStatement,
  type RegistrationResponseJSON,
  SettingsService,
} from '@simplewebauthn/server';
import {
  convertAAGUIDToString,
  decodeAttestationObject,
  parseAuthenticatorData,
} from '@simplewebauthn/server/helpers';
import { endsAtRoot } from '../../../libs/certificates/index.js';
import type { Model } from '../core/models.js';
import { type AuthenticatorData, authenticatorData } from '../core/response.js';

/**
 * The attestation formats in which a maker's certificate vouches for the model (WebAuthn Level 3 section 8). SafetyNet
 * is obsolete, and U2F names no model.
 */
const CERTIFIED = ['packed', 'tpm', 'android-key', 'apple'];
/** Required by the library. The key's own algorithm is checked against what was offered. */
const ALGORITHMS: MetadataStatement['authenticationAlgorithms'] = [
  ...(['secp256r1_ecdsa_sha256_raw', 'secp384r1_ecdsa_sha384_raw'] as const),
  ...(['ed25519_eddsa_sha512_raw', 'rsassa_pkcsv15_sha256_raw'] as const),
];

/** An attestation statement, parsed as far as needed to judge its model. */
export interface Statement {
  readonly authenticator: AuthenticatorData;
  readonly format: string;
  /** Signed by nobody, or by the key itself. */
  readonly isPlain: boolean;
  /** A UUID in lower case. */
  readonly aaguid: string;
  /** `x5c`, DER. Undefined if there is none or it is not a list of certificates. */
  readonly certificates: readonly Uint8Array[] | undefined;
}

/** Undefined if it is not an attestation object. */
export function readStatement({ response }: RegistrationResponseJSON): Statement | undefined {
  try {
    const bytes = new Uint8Array(Buffer.from(response.attestationObject, 'base64url'));
    const object = decodeAttestationObject(bytes);
    const authenticator = authenticatorData(Buffer.from(object.get('authData')));
    if (authenticator === undefined) return undefined;
    const format: string = object.get('fmt');
    const certificates = object.get('attStmt').get('x5c');
    const isPlain = format === 'none' || (format === 'packed' && certificates === undefined);
    return { ...{ authenticator, format, isPlain, certificates }, aaguid: aaguidIn(object) };
  } catch {
    return undefined;
  }
}

/** The AAGUID; all zeros if there is none. */
function aaguidIn(object: ReturnType<typeof decodeAttestationObject>): string {
  const { aaguid } = parseAuthenticatorData(object.get('authData'));
  return aaguid === undefined ? NO_MODEL : convertAAGUIDToString(aaguid);
}

const NO_MODEL = '00000000-0000-0000-0000-000000000000';

/**
 * Tells the library which models it will meet. The library verifies signatures. `judgeModel` checks the certificate
 * path instead, because the library would fetch revocation lists from any address a certificate names. One set of
 * models per process.
 */
export async function setModels(models: readonly Model[]): Promise<void> {
  for (const identifier of ['android-key', 'apple'] as const) {
    SettingsService.setRootCertificates({ identifier, certificates: [] });
  }
  const statements = models.map(({ aaguid, name }) => ({
    ...{ aaguid, description: name, authenticationAlgorithms: ALGORITHMS },
    ...{ attestationTypes: ['basic_full'], attestationRootCertificates: [] },
  }));
  await MetadataService.initialize({
    mdsServers: [],
    statements: statements as unknown as MetadataStatement[],
    verificationMode: 'strict',
  });
}

/**
 * Why an authenticator is not accepted as one of the models, according to its maker's certificates. Undefined if it is
 * accepted. `model`: it claims to be another model. Signatures are verified elsewhere.
 */
export function judgeModel(
  { format, aaguid, certificates }: Statement,
  models: readonly Model[],
  now: number,
): 'attestation' | 'model' | undefined {
  if (certificates === undefined || !CERTIFIED.includes(format)) return 'attestation';
  const named = models.filter((model) => model.aaguid === aaguid);
  if (named.length === 0) return 'model';
  const isMade = named.some(({ roots }) => endsAtRoot(certificates, roots, now));
  return isMade ? undefined : 'attestation';
}
