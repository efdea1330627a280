import { attributeOf, childOf, childrenOf, type Element, walk } from './element.js';
import { parseInstant } from './instant.js';
import { certificatePem } from './pem.js';
import type { Provider } from './settings.js';
import { BINDING_URIS, type Binding, DS, METADATA, SAMLP } from './uris.js';

export type ReadMetadata =
  | {
      readonly provider: Provider;
      readonly requestBinding: Binding;
      readonly warnings: readonly string[];
    }
  | { readonly problem: string };

/**
 * The identity provider in a metadata document (SAML metadata 2.4.3): the document's only one.
 * @param now ms since the epoch
 */
export function readMetadata(root: Element, now: number): ReadMetadata {
  const entities = [...walk(root)].filter(
    ({ element: { namespace, name } }) => namespace === METADATA && name === 'EntityDescriptor',
  );
  const providers = entities.flatMap(({ element: entity }) =>
    childrenOf(entity, METADATA, 'IDPSSODescriptor').map((role) => ({ entity, role })),
  );
  const [found] = providers;
  if (found === undefined || providers.length > 1) {
    return { problem: `holds ${providers.length} identity providers, where one is needed` };
  }
  const { entity, role } = found;
  if (!(attributeOf(role, 'protocolSupportEnumeration') ?? '').split(/\s+/).includes(SAMLP)) {
    return { problem: 'its identity provider does not speak SAML 2.0' };
  }
  const entityId = attributeOf(entity, 'entityID') ?? '';
  if (entityId === '') return { problem: 'has no entityID' };
  const sso = endpointOf(role, 'SingleSignOnService');
  if (sso === undefined) return { problem: 'has no SingleSignOnService for Redirect or POST' };
  const slo = endpointOf(role, 'SingleLogoutService');
  const certificates = signingCertificates(role);
  if (certificates.length === 0) return { problem: 'has no signing certificate' };
  const validUntil = [root, entity, role]
    .map((element) => parseInstant(attributeOf(element, 'validUntil') ?? ''))
    .filter((until) => until !== undefined);
  if (validUntil.some((until) => until <= now)) return { problem: 'is not valid any more' };
  return {
    provider: {
      entityId,
      ssoUrl: sso.url,
      sloUrl: slo?.url ?? '',
      sloBinding: slo?.binding ?? 'redirect',
      certificates,
    },
    requestBinding: sso.binding,
    warnings: slo === undefined ? ['the provider knows no logout'] : [],
  };
}

/** Its endpoint of a kind; Redirect before POST. */
function endpointOf(role: Element, name: string): { url: string; binding: Binding } | undefined {
  for (const binding of ['redirect', 'post'] as const) {
    const endpoint = childrenOf(role, METADATA, name).find(
      (each) => attributeOf(each, 'Binding') === BINDING_URIS[binding],
    );
    const url = endpoint && attributeOf(endpoint, 'Location');
    if (url !== undefined) return { url, binding };
  }
  return undefined;
}

/** Of every key that is said to sign, or of which nothing is said (SAML metadata 2.4.1.1). */
function signingCertificates(role: Element): string[] {
  const bodies = childrenOf(role, METADATA, 'KeyDescriptor')
    .filter((key) => (attributeOf(key, 'use') ?? 'signing') === 'signing')
    .flatMap((key) => {
      const info = childOf(key, DS, 'KeyInfo');
      return info === undefined ? [] : childrenOf(info, DS, 'X509Data');
    })
    .flatMap((data) => childrenOf(data, DS, 'X509Certificate'))
    .map(({ text }) => certificatePem(text));
  return [...new Set(bodies)];
}
