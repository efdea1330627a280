import type { ServerInterceptingCallInterface } from '@grpc/grpc-js';
import type { Identity } from '../../certificates/identity-uri.js';
import { identifyPeer } from '../peer-identity.js';

/**
 * Identities by connection. A connection's certificate never changes, and parsing it costs as much
 * as the rest of a small call, so it is parsed once. The key is the connection itself, never its
 * address.
 */
const known = new WeakMap<object, Identity>();

/** The identity of the caller. @throws GatepostError UNAUTHENTICATED */
export function identifyCaller(call: ServerInterceptingCallInterface): Identity {
  const connection = connectionOf(call);
  const cached = connection && known.get(connection);
  if (cached !== undefined) return cached;
  const identity = identifyPeer(call.getAuthContext().sslPeerCertificate);
  if (connection !== undefined) known.set(connection, identity);
  return identity;
}

/** grpc-js does not expose the connection. If it is not found, nothing is cached. */
function connectionOf(call: object): object | undefined {
  const { stream } = call as { stream?: { session?: object } };
  return stream?.session ?? undefined;
}
