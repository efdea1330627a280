/** The parameters of a signed redirect, with the octets as received (SAML bindings 3.4.4.1). */
export interface RedirectQuery {
  readonly kind: 'SAMLRequest' | 'SAMLResponse';
  /** URL-decoded: base64 of the deflated message. */
  readonly message: string;
  readonly relayState: string;
  readonly signatureAlgorithm: string;
  readonly signature: string;
  /** The signed text: the parameters in their order, encoded as received. */
  readonly signedOctets: string;
}

const NAMES = ['SAMLRequest', 'SAMLResponse', 'RelayState', 'SigAlg', 'Signature'];

/**
 * Reads a query string without re-encoding anything, so that the octets read are the octets that were signed. A
 * repeated parameter is refused, because it would be unclear which one was signed.
 */
export function parseRedirectQuery(query: string): RedirectQuery | { readonly problem: string } {
  const raw = new Map<string, string>();
  for (const pair of query.replace(/^\?/, '').split('&')) {
    const at = pair.indexOf('=');
    const name = at < 0 ? pair : pair.slice(0, at);
    // Parameters added by a front-end are ignored. A percent-encoded name of ours is refused, because other readers
    // would decode it.
    if (!NAMES.includes(name)) {
      if (NAMES.includes(decode(name) ?? '')) return { problem: `${name} in another spelling` };
      continue;
    }
    if (raw.has(name)) return { problem: `${name} is there twice` };
    raw.set(name, pair.slice(at + 1));
  }
  if (raw.has('SAMLRequest') === raw.has('SAMLResponse')) return { problem: 'not one message' };
  const kind = raw.has('SAMLRequest') ? 'SAMLRequest' : 'SAMLResponse';
  const signed = [kind, 'RelayState', 'SigAlg'].filter((name) => raw.has(name));
  const values = ['RelayState', 'SigAlg', 'Signature', kind].map((name) =>
    decode(raw.get(name) ?? ''),
  );
  const [relayState, signatureAlgorithm, signature, message] = values;
  if (values.includes(undefined)) return { problem: 'not encoded as a query is' };
  return {
    kind,
    message: message ?? '',
    relayState: relayState ?? '',
    signatureAlgorithm: signatureAlgorithm ?? '',
    signature: signature ?? '',
    signedOctets: signed.map((name) => `${name}=${raw.get(name)}`).join('&'),
  };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', '%20'));
  } catch {
    return undefined;
  }
}
