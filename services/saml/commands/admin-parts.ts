import { failedPrecondition, notFound } from '../../../libs/errors/index.js';
import type { DomainSettings, Urls } from '../core/settings.js';
import type { CertificateFacts } from '../core/validate-settings.js';
import type { Clock, NotBefore, SamlStore, SpKeys, Xml, YieldToEventLoop } from '../ports.js';

export interface AdminParts {
  readonly store: SamlStore;
  readonly clock: Clock;
  readonly xml: Xml;
  readonly yieldToEventLoop: YieldToEventLoop;
  readonly spKeys: SpKeys;
  readonly urls: Urls;
  readonly notBefore: NotBefore;
  /** The facts of a PEM certificate. Undefined if the text is not one. */
  readonly readCertificate: (pem: string) => CertificateFacts | undefined;
}

/** @throws GatepostError NOT_FOUND if the domain has no identity provider */
export function demandSettings(settings: DomainSettings): DomainSettings {
  if (settings.stored.provider !== undefined) return settings;
  throw notFound(`${settings.domain} has no identity provider`);
}

/** @throws GatepostError FAILED_PRECONDITION unless `expected` is the current version; undefined accepts any */
export function demandVersion(current: number, expected: number | undefined): void {
  if (expected === undefined || expected === current) return;
  throw failedPrecondition(`version ${current} is current, not ${expected}`);
}
