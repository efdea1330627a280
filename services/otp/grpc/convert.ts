import {
  Algorithm as WireAlgorithm,
  type Authenticator as WireAuthenticator,
} from '../../../libs/gen/gatepost/otp/v1/otp.js';
import type { RequestReader } from '../../../libs/grpc/requests/index.js';
import {
  type Algorithm,
  type Authenticator,
  type CodeParameters,
  DIGITS,
  LABEL_OCTETS,
  PERIODS,
} from '../core/authenticator.js';
import { type OtpauthUri, parseOtpauthUri } from '../core/parse-otpauth-uri.js';
import { isMigrationUri, parseMigrationUri } from './parse-migration-uri.js';

/**
 * A code as typed. A text that is no code is usually treated as a wrong code; anything longer than this limit is
 * refused.
 */
export function readCode(reader: RequestReader, code: string, field = 'code'): string {
  return reader.text(field, code, { min: 1, max: 64 });
}

/** Two consecutive codes of an authenticator, as typed. */
export function readTwoCodes(
  reader: RequestReader,
  wire: {
    readonly authenticatorId: string;
    readonly firstCode: string;
    readonly secondCode: string;
  },
) {
  return {
    authenticatorId: reader.uuid('authenticator_id', wire.authenticatorId),
    first: readCode(reader, wire.firstCode, 'first_code'),
    second: readCode(reader, wire.secondCode, 'second_code'),
  };
}

/** Reads a label of 1 to `LABEL_OCTETS` octets that is not blank. */
export function readLabel(reader: RequestReader, label: string): string {
  const read = reader.text('label', label, { min: 1, max: LABEL_OCTETS });
  if (read.length > 0 && read.trim() === '') reader.refuse('label', 'is blank');
  return read;
}

const ALGORITHMS: Readonly<Record<number, Algorithm>> = {
  [WireAlgorithm.UNSPECIFIED]: 'sha1',
  [WireAlgorithm.SHA1]: 'sha1',
  [WireAlgorithm.SHA256]: 'sha256',
  [WireAlgorithm.SHA512]: 'sha512',
};

/** Reads the parameters of a new authenticator. Defaults: SHA-1, 6 digits, 30 s (RFC 6238). */
export function readParameters(
  reader: RequestReader,
  wire: { algorithm: number; digits: number; periodSeconds: number },
): CodeParameters {
  const algorithm = ALGORITHMS[wire.algorithm];
  if (algorithm === undefined) reader.refuse('algorithm', 'not SHA1, SHA256 or SHA512');
  const digits = DIGITS.find((value) => value === (wire.digits || 6));
  if (digits === undefined) reader.refuse('digits', 'not 6, 8 or 10');
  const period = PERIODS.find((value) => value === (wire.periodSeconds || 30));
  if (period === undefined) reader.refuse('period_seconds', 'not 30 or 60');
  return { algorithm: algorithm ?? 'sha1', digits: digits ?? 6, period: period ?? 30 };
}

/** Large enough for a migration export, which holds about ten entries in one QR code. */
const URI_OCTETS = { min: 1, max: 8192 };

/** Reads an otpauth or migration URI. Errors quote at most labels, because the URI holds a secret. */
export function readUri(
  reader: RequestReader,
  bytes: Buffer,
  of: { readonly account: string; readonly wanted: string },
): OtpauthUri {
  const field = 'otpauth_uri';
  reader.bytes(field, bytes, URI_OCTETS);
  if (bytes.length < URI_OCTETS.min || bytes.length > URI_OCTETS.max) return NO_URI;
  const text = bytes.toString('utf8');
  const parsed = isMigrationUri(text) ? parseMigrationUri(text, of) : parseOtpauthUri(text);
  if (parsed.ok) return parsed.value;
  reader.refuse(field, parsed.reason);
  return NO_URI;
}

const NO_URI: OtpauthUri = {
  secret: Buffer.alloc(0),
  parameters: { algorithm: 'sha1', digits: 6, period: 30 },
  label: '',
};

const WIRE_ALGORITHMS = {
  sha1: WireAlgorithm.SHA1,
  sha256: WireAlgorithm.SHA256,
  sha512: WireAlgorithm.SHA512,
} as const satisfies Record<Algorithm, WireAlgorithm>;

/** An authenticator without its secret, in the form of the RPC's answer. */
export function authenticatorToWire(authenticator: Authenticator): WireAuthenticator {
  return {
    id: authenticator.id,
    label: authenticator.label,
    algorithm: WIRE_ALGORITHMS[authenticator.algorithm],
    digits: authenticator.digits,
    periodSeconds: authenticator.period,
    createdAt: new Date(authenticator.createdAt),
    confirmedAt: dateOf(authenticator.confirmedAt),
    lastUsedAt: dateOf(authenticator.lastUsedAt),
    lockedUntil: dateOf(authenticator.lockedUntil),
    driftSeconds: authenticator.driftSteps * authenticator.period,
    suspendedAt: dateOf(authenticator.suspendedAt),
  };
}

/** For lists from which a person chooses: only id and label. */
export function choiceToWire({ id, label }: { id: string; label: string }): WireAuthenticator {
  return {
    id,
    label,
    algorithm: WireAlgorithm.UNSPECIFIED,
    digits: 0,
    periodSeconds: 0,
    createdAt: undefined,
    confirmedAt: undefined,
    lastUsedAt: undefined,
    lockedUntil: undefined,
    driftSeconds: 0,
    suspendedAt: undefined,
  };
}

function dateOf(ms: number | undefined): Date | undefined {
  return ms === undefined ? undefined : new Date(ms);
}
