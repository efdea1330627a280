import * as z from 'zod';
import type * as Wire from '../../../libs/gen/gatepost/credential/v1/credential.js';
import type { CallContext } from '../../../libs/grpc/index.js';
import {
  type RequestReader,
  readActor,
  readPageSize,
  readRequest,
  throttleToWire,
} from '../../../libs/grpc/requests/index.js';
import { clearThrottle, type ThrottleOwner } from '../commands/clear-throttle.js';
import { setBackend } from '../commands/set-backend.js';
import { testBackend } from '../commands/test-backend.js';
import type { Clock, CredentialStore, Directory, Throttled, ThrottleFilter } from '../ports.js';
import { backendToWire, readBackend } from './convert-backend.js';
import { fromToken, toToken } from './page-token.js';

export interface BackendHandlerParts {
  readonly store: CredentialStore;
  readonly directory: Directory;
  readonly clock: Clock;
}

/** What CredentialAdminService does with back ends and throttles. */
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

    async listThrottles(wire: Wire.ListThrottlesRequest) {
      const { filter, size, after } = readRequest((reader) => ({
        filter: ((): ThrottleFilter => {
          const { account, domain } = wire;
          if (account !== '') {
            return { kind: 'account', account: reader.account('account', account).name };
          }
          if (domain === '') return { kind: 'all' };
          return { kind: 'domain', domain: reader.domain('domain', domain) };
        })(),
        size: readPageSize(reader, wire.page),
        after: fromToken(reader, wire.page?.token ?? '', (key) => THROTTLED.safeParse(key).data),
      }));
      const throttles = await store.listThrottled({ filter, size, ...(after && { after }) });
      const last = throttles.length < size ? undefined : throttles.at(-1);
      return {
        throttles: throttles.map(throttleToWire),
        nextToken: last === undefined ? '' : toToken(last),
      };
    },

    async clearThrottle(wire: Wire.ClearThrottleRequest, { caller }: CallContext) {
      const request = readRequest((reader) => {
        const owner = readThrottleOwner(reader, wire);
        return { owner, actor: readActor(reader, wire.actor, caller.uri) };
      });
      return { cleared: await clearThrottle(parts, request) };
    },
  };
}

function readThrottleOwner(
  reader: RequestReader,
  { account, clientIp }: { account: string; clientIp: string },
): ThrottleOwner {
  if (account !== '' && clientIp !== '') {
    reader.refuse('client_ip', 'cannot be given together with account');
  }
  return clientIp === ''
    ? { account: reader.account('account', account).name }
    : { address: reader.address('client_ip', clientIp) };
}

/** Postgres takes no NUL in a text. */
const NAME = z.string().regex(/^[^\0]*$/);
const THROTTLED: z.ZodType<Throttled> = z.strictObject({
  secret: z.enum(['password', 'app-password', 'code', 'passkey']),
  scope: z.enum(['account+address', 'address', 'account']),
  named: NAME,
  account: NAME,
  address: NAME,
  failures: z.int().min(0),
  limit: z.int().min(1),
  nextFreeAt: z.number(),
});
