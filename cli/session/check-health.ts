import type { MethodDefinition } from '@grpc/proto-loader';
import { service } from 'grpc-health-check';
import type { Peer } from '../../libs/grpc/client/connect.js';
import type { UnaryDefinition } from '../../libs/grpc/client/unary.js';

const check = service.Check as MethodDefinition<object, object> as unknown as UnaryDefinition<
  { service: string },
  { status: string }
>;

/**
 * What a replica says of itself (grpc.health.v1): `SERVING`, or `NOT_SERVING` where something it
 * needs is not there; or of what lies under another name. @throws GatepostError UNAVAILABLE where nothing answers
 */
export async function checkHealth(peer: Peer, deadlineMs: number, service = ''): Promise<string> {
  const { status } = await peer.unary(check, { service }, { deadlineMs });
  return status;
}
