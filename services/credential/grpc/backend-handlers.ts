import type * as Wire from '../../../libs/gen/gatepost/credential/v1/credential.js';
import type { CallContext } from '../../../libs/grpc/index.js';
import { readActor, readRequest } from '../../../libs/grpc/requests/index.js';
import { setBackend } from '../commands/set-backend.js';
import { testBackend } from '../commands/test-backend.js';
import type { Clock, CredentialStore, Directory } from '../ports.js';
import { backendToWire, readBackend } from './convert-backend.js';

export interface BackendHandlerParts {
  readonly store: CredentialStore;
  readonly directory: Directory;
  readonly clock: Clock;
}

/** The handlers of CredentialAdminService for back ends. */
export function backendHandlers(parts: BackendHandlerParts) {
  const { store } = parts;
  return {
    async setBackend(wire: Wire.SetBackendRequest, { caller }: CallContext) {
      const request = readRequest((reader) => ({
        backend: readBackend(reader, wire.backend),
        actor: readActor(reader, wire.actor, caller.uri),
      }));
      await setBackend(parts, request);
      return {};
    },

    async getBackend(wire: Wire.GetBackendRequest) {
      const domain = readRequest((reader) =>
        wire.domain === '*' ? wire.domain : reader.domain('domain', wire.domain),
      );
      return { backend: backendToWire(await store.backendOf(domain)) };
    },

    async testBackend(wire: Wire.TestBackendRequest, context: CallContext) {
      const request = readRequest((reader) => {
        const domain = wire.domain === '*' ? '*' : reader.domain('domain', wire.domain);
        if (wire.account === '') return { domain, account: undefined };
        const account = reader.account('account', wire.account);
        if (domain !== '*' && account.domain !== domain) {
          reader.refuse('account', 'is not of this domain');
        }
        return { domain, account: account.name };
      });
      const { usable, steps } = await testBackend(parts, request, context);
      return { usable, steps: [...steps] };
    },
  };
}
