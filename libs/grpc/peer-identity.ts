import { type Identity, parseIdentity } from '../certificates/identity-uri.js';
import { unauthenticated } from '../errors/index.js';

/** The part of a peer's certificate that holds its identity, as node:tls gives it. */
export interface PeerNames {
  readonly subjectaltname?: string;
}

/**
 * The identity in a certificate. The subject alternative names must hold exactly one URI, which
 * must be `spiffe://gatepost/<role>/<name>`. TLS has verified the certificate's chain.
 * @throws GatepostError UNAUTHENTICATED
 */
export function identifyPeer(certificate: PeerNames | undefined): Identity {
  if (certificate === undefined) throw unauthenticated('a client certificate is required');
  const names = certificate.subjectaltname ?? '';
  // node:tls quotes a name with unusual characters, so that one name cannot pass for several.
  if (names.includes('"')) throw unauthenticated('the certificate has names that are not plain');
  const uris = names.split(', ').filter((name) => name.startsWith('URI:'));
  const [first] = uris;
  if (first === undefined || uris.length !== 1) {
    throw unauthenticated(`the certificate must hold exactly one URI, and holds ${uris.length}`);
  }
  const identity = parseIdentity(first.slice('URI:'.length));
  if (identity === null)
    throw unauthenticated('the URI of the certificate is not an identity here');
  return identity;
}
