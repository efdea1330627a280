import { type Identity, parseIdentity } from '../certificates/identity-uri.js';
import { unauthenticated } from '../errors/index.js';

/** The part of a peer's certificate that tells who it is, as node:tls gives it. */
export interface PeerNames {
  readonly subjectaltname?: string;
}

/**
 * Who the holder of a certificate is: its subject alternative names hold exactly one URI, and that
 * is `spiffe://gatepost/<role>/<name>`. The certificate's chain has been verified by TLS.
 * @throws GatepostError UNAUTHENTICATED
 */
export function identifyPeer(certificate: PeerNames | undefined): Identity {
  if (certificate === undefined) throw unauthenticated('a client certificate is required');
  const names = certificate.subjectaltname ?? '';
  // node:tls quotes a name that holds anything unusual, so that it cannot pass for several.
  if (names.includes('"')) throw unauthenticated('the certificate has names that are not plain');
  const uris = names.split(', ').filter((name) => name.startsWith('URI:'));
  const [first] = uris;
  if (first === undefined || uris.length !== 1) {
    throw unauthenticated(`the certificate must hold exactly one URI, and holds ${uris.length}`);
  }
  const identity = parseIdentity(first.slice('URI:'.length));
  if (identity === null) throw unauthenticated('the URI of the certificate is no identity here');
  return identity;
}
