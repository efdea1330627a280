import type { MethodDefinition } from '@grpc/grpc-js';
import { definitions } from './proto-client.js';

export interface Method {
  /** `gatepost.policy.v1.AuthorizationService/Authorize` */
  readonly name: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
}

/** Lists every method of every service in the .proto files. */
export function methodsOf(): Method[] {
  return Object.entries(definitions).flatMap(([service, definition]) => {
    if ('format' in definition) return [];
    return Object.entries(definition as Record<string, MethodDefinition<object, object>>).map(
      ([method, { requestStream, responseStream }]) => ({
        name: `${service}/${method}`,
        requestStream,
        responseStream,
      }),
    );
  });
}
