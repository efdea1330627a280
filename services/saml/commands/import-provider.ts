import { invalidArgument } from '../../../libs/errors/index.js';
import type { Actor } from '../../../libs/events/definitions/actor.js';
import { samlConfigured } from '../../../libs/events/definitions/saml.js';
import { changedNames } from '../core/change-settings.js';
import { checkAlgorithms } from '../core/checks/algorithms.js';
import { checkMarkup } from '../core/checks/markup.js';
import { checkSignaturePosition } from '../core/checks/signature-position.js';
import { decodeMetadata } from '../core/metadata-text.js';
import { type ReadMetadata, readMetadata } from '../core/read-metadata.js';
import type { DomainSettings } from '../core/settings.js';
import { expiryOf, weaknessOf } from '../core/validate-settings.js';
import type { QuotaOwner } from '../ports.js';
import type { AdminParts } from './admin-parts.js';
import { afterProviderChange } from './after-provider-change.js';
import { prepareKey } from './prepare-key.js';

/** Whose quota reading a metadata document counts against: that of the domain's administrator. */
export function administratorOf(domain: string): QuotaOwner {
  return { domain, address: 'administrator' };
}

/**
 * Imports an identity provider from its metadata. All other settings stay.
 * @throws GatepostError INVALID_ARGUMENT if the document cannot be used, or `signedBy` did not sign it
 */
export async function importProvider(
  parts: AdminParts,
  request: {
    domain: string;
    metadata: Uint8Array;
    /** PEM certificate of the required signer; empty if anyone may sign. */
    signedBy: string;
    /** Selects one of several providers; empty or absent: the only one. */
    entityId?: string;
    actor: Actor;
  },
): Promise<{ settings: DomainSettings; warnings: readonly string[] }> {
  const { store } = parts;
  const { domain, signedBy, actor } = request;
  const read = await readDocument(parts, request);
  if ('problem' in read) throw invalidArgument('metadata_xml', read.problem);
  const { requestBinding } = read;
  const { certificates, warnings } = believable(parts, read.provider.certificates);
  const provider = { ...read.provider, certificates };
  warnings.unshift(...read.warnings);
  if (signedBy === '') warnings.push('whether the metadata is genuine was not checked');
  const keepKey = await prepareKey(parts, domain);
  const { settings, ask } = await store.onDomain(domain, async (tx) => {
    const before = tx.settings.stored;
    const after = { ...before, provider, requestBinding };
    const saved = await tx.save(after);
    await keepKey(tx);
    const names = changedNames(before, after);
    await tx.emit(samlConfigured, { domain, version: saved.version, settings: names, actor });
    const change = { domain, before, after, actor };
    return { settings: saved, ask: await afterProviderChange(tx, change) };
  });
  if (ask !== undefined) await parts.notBefore.send(ask);
  return { settings, warnings };
}

/**
 * The certificates that are strong enough to verify responses. Weak or unknown ones are left out.
 * @throws GatepostError INVALID_ARGUMENT if none is left
 */
function believable(
  { clock, readCertificate }: AdminParts,
  pems: readonly string[],
): { certificates: string[]; warnings: string[] } {
  const certificates: string[] = [];
  const problems: string[] = [];
  const warnings: string[] = [];
  for (const pem of pems) {
    const facts = readCertificate(pem);
    const problem = facts === undefined ? 'a certificate cannot be read' : weaknessOf(facts);
    if (facts === undefined || problem !== undefined) {
      problems.push(problem ?? '');
    } else {
      certificates.push(pem);
      warnings.push(...expiryOf(facts, clock.now()));
    }
  }
  if (certificates.length === 0) throw invalidArgument('metadata_xml', problems.join('; '));
  return { certificates, warnings: [...problems.map((one) => `left out: ${one}`), ...warnings] };
}

/**
 * The most elements in metadata: enough for a federation, from which an administrator takes one provider. A real
 * document of 1 MiB has fewer.
 */
const MAX_ELEMENTS = 50_000;

async function readDocument(
  { xml, clock, yieldToEventLoop }: AdminParts,
  request: { domain: string; metadata: Uint8Array; signedBy: string; entityId?: string },
): Promise<ReadMetadata> {
  const { domain, metadata, signedBy, entityId = '' } = request;
  const yields = () => yieldToEventLoop(administratorOf(domain));
  await yields();
  const decoded = decodeMetadata(metadata);
  if ('problem' in decoded) return decoded;
  const text = withoutComments(decoded.text);
  const markup = checkMarkup(text);
  if (markup !== undefined) return { problem: `holds markup that is not accepted: ${markup}` };
  await yields();
  const parsed = xml.parse(text, MAX_ELEMENTS);
  if ('problem' in parsed) return { problem: `is not XML: ${parsed.problem}` };
  await yields();
  const options = { now: clock.now(), entityId };
  if (signedBy === '') return readMetadata(parsed.root, options);
  const unsafe = checkAlgorithms(parsed.root) ?? checkSignaturePosition(parsed.root);
  if (unsafe !== undefined) return { problem: `its signature is not accepted: ${unsafe}` };
  await yields();
  const octets = xml.verify(text, 'root', [signedBy]);
  if (octets === undefined) return { problem: 'is not signed by the certificate given' };
  await yields();
  const signed = xml.parse(octets, MAX_ELEMENTS);
  return 'problem' in signed ? signed : readMetadata(signed.root, options);
}

/** Providers put comments into their metadata. Comments are not covered by the signature (xml-exc-c14n). */
function withoutComments(text: string): string {
  return text.replaceAll(/<!--(?:[^-]|-(?!-))*-->/g, '');
}
