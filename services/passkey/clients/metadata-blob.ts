import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { SettingsService } from '@simplewebauthn/server';
import { compactVerify, decodeProtectedHeader } from 'jose';
import * as z from 'zod';
import { endsAtRoot, readCertificates } from '../../../libs/certificates/index.js';

/** What FIDO's metadata says about one model (Metadata Service version 3.1, section 3.1). */
export interface Described {
  readonly name: string;
  /** Root certificates, DER. */
  readonly roots: readonly Uint8Array[];
  /** Why the model must not be relied on. Undefined if nothing is known against it. */
  readonly fault: string | undefined;
}

export interface Metadata {
  /** Its serial number. Each version has a higher one. */
  readonly no: number;
  /** Such as `2026-12-01`: a newer version exists from this date on. */
  readonly nextUpdate: string;
  /** By AAGUID. */
  readonly models: ReadonlyMap<string, Described>;
}

const FAULTS = [
  ...['REVOKED', 'USER_VERIFICATION_BYPASS', 'ATTESTATION_KEY_COMPROMISE'],
  ...['USER_KEY_REMOTE_COMPROMISE', 'USER_KEY_PHYSICAL_COMPROMISE'],
];

/** Only the fields that are read, because others change between versions. */
const payload = z.object({
  no: z.int().min(0),
  nextUpdate: z.iso.date(),
  entries: z.array(
    z.object({
      aaguid: z.string().optional(),
      statusReports: z.array(z.object({ status: z.string() })).default([]),
      metadataStatement: z
        .object({
          description: z.string(),
          attestationRootCertificates: z.array(z.string()).default([]),
        })
        .optional(),
    }),
  ),
});

/**
 * Reads FIDO's metadata from a file, without network access.
 * @param roots PEM of its signers; undefined for FIDO's own
 * @throws TypeError that says what is wrong with it
 */
export async function readMetadata(
  path: string,
  roots: string | undefined,
  now: number,
): Promise<Metadata> {
  const blob = readFileSync(path, 'utf8').trim();
  const pem = roots ?? SettingsService.getRootCertificates({ identifier: 'mds' }).join('\n');
  const verified = await verify(blob, readCertificates(pem), now);
  const { success, data, error } = payload.safeParse(JSON.parse(Buffer.from(verified).toString()));
  if (!success) throw new TypeError(`is not metadata: ${z.prettifyError(error)}`);
  const described = data.entries.flatMap((entry) => {
    const { aaguid, metadataStatement, statusReports } = entry;
    if (aaguid === undefined || metadataStatement === undefined) return [];
    const one: Described = {
      name: metadataStatement.description,
      roots: metadataStatement.attestationRootCertificates.map((der) => Buffer.from(der, 'base64')),
      fault: statusReports.find(({ status }) => FAULTS.includes(status))?.status,
    };
    return [[aaguid.toLowerCase(), one] as const];
  });
  return { no: data.no, nextUpdate: data.nextUpdate, models: new Map(described) };
}

async function verify(
  blob: string,
  roots: readonly Uint8Array[],
  now: number,
): Promise<Uint8Array> {
  try {
    const { x5c = [] } = decodeProtectedHeader(blob);
    const chain = x5c.map((der) => Buffer.from(der, 'base64'));
    const [signer] = chain;
    if (signer === undefined || !endsAtRoot(chain, roots, now)) {
      throw new TypeError('its signer’s certificate does not lead to a known root');
    }
    const key = new X509Certificate(signer).publicKey;
    return (await compactVerify(blob, key, { algorithms: ['RS256', 'ES256'] })).payload;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'it cannot be read';
    throw new TypeError(`is not signed like FIDO’s metadata: ${why}`, { cause });
  }
}
