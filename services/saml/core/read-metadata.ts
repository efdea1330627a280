import { attributeOf, childOf, childrenOf, type Element } from './element.js';
import { parseInstant } from './instant.js';
import { certificatesIn } from './pem.js';
import type { Provider } from './settings.js';
import { BINDING_URIS, type Binding, DS, METADATA, SAMLP } from './uris.js';
import { collapse, parseWebUrl } from './web-url.js';

export type ReadMetadata =
  | {
      readonly provider: Provider;
      readonly requestBinding: Binding;
      readonly warnings: readonly string[];
    }
  | { readonly problem: string };

/** An identity provider in a document, and its enclosing elements, the outermost first. */
interface Candidate {
  readonly entityId: string;
  readonly role: Element;
  readonly around: readonly Element[];
}

/** How many entity IDs an error lists. */
const LISTED = 20;

/**
 * Reads the identity provider in a metadata document (SAML metadata 2.4.3).
 * @param options.now ms since the epoch
 * @param options.entityId selects one of several; empty: the document's only one
 */
export function readMetadata(
  root: Element,
  { now, entityId }: { readonly now: number; readonly entityId: string },
): ReadMetadata {
  const found = providersIn(root);
  const wanted = entityId === '' ? found : found.filter((each) => each.entityId === entityId);
  const [candidate] = wanted;
  if (candidate === undefined || wanted.length > 1)
    return { problem: notOne(root, found, entityId) };
  const { role, around } = candidate;
  if (candidate.entityId === '') return { problem: 'has no entityID' };
  // The strictest limit applies: the publisher of an aggregate no longer vouches for its content after this time
  // (2.3.1).
  const validUntil = around
    .map((element) => attributeOf(element, 'validUntil'))
    .filter((until) => until !== undefined)
    .map((until) => parseInstant(until.trim()) ?? Number.NaN);
  if (!validUntil.every((until) => now < until)) return { problem: 'is not valid any more' };
  const sso = endpointOf(role, 'SingleSignOnService');
  if (sso === undefined) return { problem: 'has no SingleSignOnService for Redirect or POST' };
  if ('problem' in sso) return sso;
  const slo = endpointOf(role, 'SingleLogoutService');
  if (slo !== undefined && 'problem' in slo) return slo;
  const { certificates, warnings } = signingCertificates(role);
  if (certificates.length === 0) return { problem: 'has no signing certificate' };
  return {
    provider: {
      entityId: candidate.entityId,
      ssoUrl: sso.url,
      sloUrl: slo?.url ?? '',
      sloResponseUrl: slo?.responseUrl ?? '',
      sloBinding: slo?.binding ?? 'redirect',
      certificates,
    },
    requestBinding: sso.binding,
    warnings: [...warnings, ...(slo === undefined ? ['the provider knows no logout'] : [])],
  };
}

/** Every identity provider role for SAML 2.0 in the document. */
function providersIn(element: Element, above: readonly Element[] = []): Candidate[] {
  if (element.namespace !== METADATA) return [];
  const around = [...above, element];
  if (element.name === 'EntitiesDescriptor') {
    return element.children.flatMap((child) => providersIn(child, around));
  }
  if (element.name !== 'EntityDescriptor') return [];
  return childrenOf(element, METADATA, 'IDPSSODescriptor')
    .filter((role) =>
      (attributeOf(role, 'protocolSupportEnumeration') ?? '').split(/\s+/).includes(SAMLP),
    )
    .map((role) => ({
      entityId: collapse(attributeOf(element, 'entityID') ?? ''),
      role,
      around: [...around, role],
    }));
}

/** Explains common documents that are not an identity provider's metadata. */
function whyNone(root: Element): string {
  if (root.name.toLowerCase() === 'html') {
    return 'is a web page, no metadata: give the address, or the file, of the metadata itself';
  }
  if (childrenOf(root, METADATA, 'SPSSODescriptor').length > 0) {
    return 'is the metadata of a service provider: that of the identity provider is needed';
  }
  return 'holds no identity provider of SAML 2.0';
}

function notOne(root: Element, found: readonly Candidate[], entityId: string): string {
  const ids = found.map((each) => each.entityId);
  const listed = ids.slice(0, LISTED).join(', ');
  const more = ids.length > LISTED ? ` and ${ids.length - LISTED} more` : '';
  if (ids.length === 0) return whyNone(root);
  if (entityId === '')
    return `holds ${ids.length} identity providers: name one of ${listed}${more}`;
  const times = ids.filter((id) => id === entityId).length;
  return times > 1
    ? `holds ${entityId} ${times} times`
    : `does not hold ${entityId.slice(0, 300)}, but ${listed}${more}`;
}

interface Endpoint {
  readonly url: string;
  /** Where answers are sent; empty if to the same URL. */
  readonly responseUrl: string;
  readonly binding: Binding;
}

/** The role's endpoint of a kind (SAML metadata 2.2.2). Redirect is preferred to POST. */
function endpointOf(role: Element, name: string): Endpoint | { problem: string } | undefined {
  for (const binding of ['redirect', 'post'] as const) {
    const endpoint = childrenOf(role, METADATA, name).find(
      (each) => collapse(attributeOf(each, 'Binding') ?? '') === BINDING_URIS[binding],
    );
    if (endpoint === undefined) continue;
    const location = parseWebUrl(attributeOf(endpoint, 'Location') ?? '');
    if ('problem' in location)
      return { problem: `the Location of its ${name} ${location.problem}` };
    const elsewhere = attributeOf(endpoint, 'ResponseLocation');
    const response = elsewhere === undefined ? { url: '' } : parseWebUrl(elsewhere);
    if ('problem' in response) {
      return { problem: `the ResponseLocation of its ${name} ${response.problem}` };
    }
    return { url: location.url, responseUrl: response.url, binding };
  }
  return undefined;
}

/** The certificates of every key that is marked for signing or not marked at all (SAML metadata 2.4.1.1). */
function signingCertificates(role: Element): { certificates: string[]; warnings: string[] } {
  const texts = childrenOf(role, METADATA, 'KeyDescriptor')
    .filter((key) => (attributeOf(key, 'use') ?? 'signing') === 'signing')
    .flatMap((key) => {
      const info = childOf(key, DS, 'KeyInfo');
      return info === undefined ? [] : childrenOf(info, DS, 'X509Data');
    })
    .flatMap((data) => childrenOf(data, DS, 'X509Certificate'))
    .map(({ text }) => text);
  const read = texts.map(certificatesIn);
  const unread = read.filter((certificates) => certificates === undefined).length;
  const warnings = unread > 0 ? [`${unread} X509Certificate cannot be read and is left out`] : [];
  return { certificates: [...new Set(read.flatMap((each) => each ?? []))], warnings };
}
