import type { StatusObject } from '@grpc/grpc-js';
import { fromStatus } from '../../libs/grpc/index.js';

/** The fields that an error names (google.rpc.BadRequest). */
export function violationsOf(error: StatusObject): string[] {
  return fromStatus(error, 'the server').violations.map(({ field }) => field);
}
