import { invalidArgument } from '../../../libs/errors/index.js';
import { changedNames } from '../core/change-settings.js';
import { checkAlgorithms } from '../core/checks/algorithms.js';
import { checkMarkup, decodeText } from '../core/checks/markup.js';
import { checkSignaturePosition } from '../core/checks/signature-position.js';
import type { EventActor } from '../core/events.js';
import { type ReadMetadata, readMetadata } from '../core/read-metadata.js';
import type { DomainSettings } from '../core/settings.js';
import { expiryOf, weaknessOf } from '../core/validate-settings.js';
import type { AdminParts } from './admin-parts.js';
import { prepareKey } from './prepare-key.js';

/**
 * Takes an identity provider over from its metadata; all other settings stay.
 * @throws GatepostError INVALID_ARGUMENT where the document cannot be used, or `signedBy` did not sign it
 */
export async function importProvider(
  parts: AdminParts,
  request: { domain: string; metadata: Uint8Array; signedBy: string; actor: EventActor },
): Promise<{ settings: DomainSettings; warnings: readonly string[] }> {
  const { store, clock, readCertificate } = parts;
  const { domain, metadata, signedBy, actor } = request;
  const read = readDocument(parts, metadata, signedBy);
  if ('problem' in read) throw invalidArgument('metadata_xml', read.problem);
  const { provider, requestBinding } = read;
  const warnings = [...read.warnings];
  if (signedBy === '') warnings.push('whether the metadata is genuine was not checked');
  for (const pem of provider.certificates) {
    const facts = readCertificate(pem);
    if (facts === undefined) throw invalidArgument('metadata_xml', 'a certificate cannot be read');
    const weak = weaknessOf(facts);
    if (weak !== undefined) throw invalidArgument('metadata_xml', weak);
    warnings.push(...expiryOf(facts, clock.now()));
  }
  const keepKey = await prepareKey(parts, domain);
  const settings = await store.onDomain(domain, async (tx) => {
    const before = tx.settings.stored;
    const after = { ...before, provider, requestBinding };
    const saved = await tx.save(after);
    await keepKey(tx);
    const names = changedNames(before, after);
    await tx.append({ type: 'configured', domain, version: saved.version, settings: names, actor });
    return saved;
  });
  return { settings, warnings };
}

function readDocument(
  { xml, clock }: AdminParts,
  metadata: Uint8Array,
  signedBy: string,
): ReadMetadata {
  const decoded = decodeText(metadata);
  if ('problem' in decoded) return decoded;
  const text = withoutComments(decoded.text);
  const markup = checkMarkup(text);
  if (markup !== undefined) return { problem: `holds markup that is not accepted: ${markup}` };
  const parsed = xml.parse(text);
  if ('problem' in parsed) return { problem: `is no XML: ${parsed.problem}` };
  if (signedBy === '') return readMetadata(parsed.root, clock.now());
  const unsafe = checkAlgorithms(parsed.root) ?? checkSignaturePosition(parsed.root);
  if (unsafe !== undefined) return { problem: `its signature is not accepted: ${unsafe}` };
  const octets = xml.verify(text, 'root', [signedBy]);
  if (octets === undefined) return { problem: 'is not signed by the certificate given' };
  const signed = xml.parse(octets);
  return 'problem' in signed ? signed : readMetadata(signed.root, clock.now());
}

/** Providers comment their metadata; what was signed holds no comments (xml-exc-c14n). */
function withoutComments(text: string): string {
  return text.replaceAll(/<!--(?:[^-]|-(?!-))*-->/g, '');
}
