import { TRANSPORTS, type Transport } from './passkey.js';

/** The checked fields of CollectedClientData (WebAuthn Level 3 section 5.8.1). */
export interface ClientData {
  readonly type: string;
  readonly challenge: string;
  readonly origin: string;
  readonly crossOrigin: boolean;
  readonly hasTopOrigin: boolean;
}

/** Authenticator data without attested credential data and extensions (section 6.1). */
export interface AuthenticatorData {
  readonly rpIdHash: Buffer;
  readonly userPresent: boolean;
  readonly userVerified: boolean;
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
  readonly counter: number;
}

/** AuthenticationResponseJSON (section 5.1), parsed as far as needed to check it. */
export interface Assertion {
  readonly credentialId: Buffer;
  readonly userHandle: Buffer | undefined;
  readonly client: ClientData;
  readonly authenticator: AuthenticatorData;
  /** As received, for the library: an object of bounded size. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** RegistrationResponseJSON (section 5.1), parsed in the same way. */
export interface Attestation {
  readonly client: ClientData;
  readonly transports: readonly Transport[];
  readonly json: Readonly<Record<string, unknown>>;
}

/** The longest credential id, in octets (section 7.1). */
export const CREDENTIAL_ID_OCTETS = 1023;

/** Undefined if it is not such a response. */
export function parseAssertion(bytes: Uint8Array): Assertion | undefined {
  const json = parseObject(bytes);
  const response = objectIn(json?.response);
  if (json === undefined || response === undefined) return undefined;
  const credentialId = base64url(json.rawId);
  const client = clientData(response.clientDataJSON);
  const authenticator = authenticatorData(base64url(response.authenticatorData));
  const userHandle = base64url(response.userHandle ?? undefined);
  if (credentialId === undefined || json.id !== json.rawId) return undefined;
  if (client === undefined || authenticator === undefined) return undefined;
  if (credentialId.length === 0 || credentialId.length > CREDENTIAL_ID_OCTETS) return undefined;
  if (json.type !== 'public-key' || base64url(response.signature) === undefined) return undefined;
  return { credentialId, userHandle, client, authenticator, json };
}

/** Undefined if it is not such a response. */
export function parseAttestation(bytes: Uint8Array): Attestation | undefined {
  const json = parseObject(bytes);
  const response = objectIn(json?.response);
  if (json === undefined || response === undefined) return undefined;
  const client = clientData(response.clientDataJSON);
  if (client === undefined || json.id !== json.rawId || json.type !== 'public-key')
    return undefined;
  if (base64url(json.rawId) === undefined) return undefined;
  if (base64url(response.attestationObject) === undefined) return undefined;
  return { client, transports: transportsOf(response.transports), json };
}

/** Undefined if it is too short. */
export function authenticatorData(bytes: Buffer | undefined): AuthenticatorData | undefined {
  if (bytes === undefined || bytes.length < 37) return undefined;
  const flags = bytes.readUInt8(32);
  const has = (bit: number) => (flags & (1 << bit)) !== 0;
  return {
    rpIdHash: bytes.subarray(0, 32),
    userPresent: has(0),
    userVerified: has(2),
    backupEligible: has(3),
    backedUp: has(4),
    counter: bytes.readUInt32BE(33),
  };
}

function clientData(encoded: unknown): ClientData | undefined {
  const json = parseObject(base64url(encoded));
  if (json === undefined) return undefined;
  const { type, challenge, origin, crossOrigin, topOrigin } = json;
  const texts = [type, challenge, origin].every((value) => typeof value === 'string');
  if (!texts || (crossOrigin !== undefined && typeof crossOrigin !== 'boolean')) return undefined;
  return {
    type: String(type),
    challenge: String(challenge),
    origin: String(origin),
    crossOrigin: crossOrigin === true,
    hasTopOrigin: topOrigin !== undefined && topOrigin !== null,
  };
}

/** The known transports, without duplicates. */
function transportsOf(value: unknown): Transport[] {
  return Array.isArray(value) ? TRANSPORTS.filter((transport) => value.includes(transport)) : [];
}

function base64url(value: unknown): Buffer | undefined {
  if (typeof value !== 'string' || !/^[A-Za-z0-9_-]*$/.test(value)) return undefined;
  return Buffer.from(value, 'base64url');
}

function parseObject(bytes: Uint8Array | undefined): Record<string, unknown> | undefined {
  if (bytes === undefined) return undefined;
  try {
    return objectIn(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    return undefined;
  }
}

function objectIn(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
