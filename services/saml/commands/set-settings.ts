import { invalidArguments, type Violation } from '../../../libs/errors/index.js';
import type { Actor } from '../../../libs/events/definitions/actor.js';
import { samlConfigured } from '../../../libs/events/definitions/saml.js';
import {
  type Clearable,
  changedNames,
  changeSettings,
  type SettingsChange,
} from '../core/change-settings.js';
import type { DomainSettings } from '../core/settings.js';
import { weaknessOf } from '../core/validate-settings.js';
import { type AdminParts, demandVersion } from './admin-parts.js';
import { afterProviderChange } from './after-provider-change.js';
import { prepareKey } from './prepare-key.js';

/**
 * Changes settings of a domain. A change that alters nothing makes no new version.
 * @throws GatepostError INVALID_ARGUMENT; FAILED_PRECONDITION if another version is current
 */
export async function setSettings(
  parts: AdminParts,
  request: {
    domain: string;
    change: SettingsChange;
    clear: readonly Clearable[];
    expectVersion: number | undefined;
    actor: Actor;
  },
): Promise<DomainSettings> {
  const { domain, change, clear, expectVersion, actor } = request;
  refuseBad(parts, domain, change);
  // A domain that has a provider already has a key.
  const keepKey = change.provider === undefined ? undefined : await prepareKey(parts, domain);
  const { saved, ask } = await parts.store.onDomain(domain, async (tx) => {
    demandVersion(tx.settings.version, expectVersion);
    const before = tx.settings.stored;
    const after = changeSettings(before, change, clear);
    const names = changedNames(before, after);
    if (names.length === 0) return { saved: tx.settings, ask: undefined };
    const saved = await tx.save(after);
    await keepKey?.(tx);
    await tx.emit(samlConfigured, { domain, version: saved.version, settings: names, actor });
    return { saved, ask: await afterProviderChange(tx, { domain, before, after, actor }) };
  });
  if (ask !== undefined) await parts.notBefore.send(ask);
  return saved;
}

function refuseBad(
  parts: AdminParts,
  domain: string,
  { provider, mapDomain }: SettingsChange,
): void {
  const violations: Violation[] = [];
  const refuse = (field: string, description: string) =>
    violations.push({ field: `settings.${field}`, description });
  if (mapDomain !== undefined && mapDomain !== domain) {
    // An account of another domain would be refused at every login.
    refuse('map_domain', `accounts must be in ${domain}`);
  }
  for (const [index, pem] of (provider?.certificates ?? []).entries()) {
    const facts = parts.readCertificate(pem);
    const problem = facts === undefined ? 'not a PEM certificate' : weaknessOf(facts);
    if (problem !== undefined) refuse(`provider_certificates[${index}]`, problem);
  }
  if (violations.length > 0) throw invalidArguments(violations);
}
