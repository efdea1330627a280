import type { MethodDefinition } from '@grpc/proto-loader';
import { service } from 'grpc-health-check';
import type { Peer } from '../../libs/grpc/client/connect.js';
import type { UnaryDefinition } from '../../libs/grpc/client/unary.js';

const check = service.Check as MethodDefinition<object, object> as unknown as UnaryDefinition<
  { service: string },
  { status: string }
>;

/**
 * The health that a replica reports (grpc.health.v1): `SERVING`, or `NOT_SERVING` if something it
 * needs is missing; or the health of the name in `service`. @throws GatepostError UNAVAILABLE if
 * nothing answers
 */
export async function checkHealth(peer: Peer, deadlineMs: number, service = ''): Promise<string> {
  const { status } = await peer.unary(check, { service }, { deadlineMs });
  return status;
}
