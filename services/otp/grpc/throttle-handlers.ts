import * as z from 'zod';
import { invalidArgument } from '../../../libs/errors/index.js';
import type {
  ClearThrottleRequest,
  ClearThrottleResponse,
  ListThrottlesRequest,
  ListThrottlesResponse,
} from '../../../libs/gen/gatepost/otp/v1/otp.js';
import type { CallContext } from '../../../libs/grpc/index.js';
import {
  type RequestReader,
  readActor,
  readPageSize,
  readRequest,
  throttleToWire,
} from '../../../libs/grpc/requests/index.js';
import { clearThrottle } from '../commands/clear-throttle.js';
import type { Throttled, ThrottleFilter, ThrottleOwner, ThrottleRecord } from '../ports.js';

/** The handlers of OtpAdminService that look after the throttle. */
export function throttleHandlers(parts: { readonly throttles: ThrottleRecord }) {
  return {
    async listThrottles(wire: ListThrottlesRequest): Promise<ListThrottlesResponse> {
      const query = readRequest((reader) => {
        const after = readToken(reader, wire.page?.token ?? '');
        return {
          filter: readFilter(reader, wire),
          size: readPageSize(reader, wire.page),
          ...(after === undefined ? {} : { after }),
        };
      });
      const throttles = await parts.throttles.list(query);
      const last = throttles.length === query.size ? throttles.at(-1) : undefined;
      return {
        throttles: throttles.map(throttleToWire),
        nextToken: last === undefined ? '' : toToken(last),
      };
    },

    async clearThrottle(
      wire: ClearThrottleRequest,
      { caller }: CallContext,
    ): Promise<ClearThrottleResponse> {
      if ((wire.account === '') === (wire.clientIp === '')) {
        throw invalidArgument('account', 'either account or client_ip is needed');
      }
      const request = readRequest((reader) => ({
        owner: readOwner(reader, wire),
        actor: readActor(reader, wire.actor, caller.uri),
      }));
      return { cleared: await clearThrottle(parts, request) };
    },
  };
}

function readFilter(reader: RequestReader, wire: ListThrottlesRequest): ThrottleFilter {
  const { account, domain } = wire;
  if (account !== '') return { kind: 'account', account: reader.account('account', account).name };
  if (domain !== '') return { kind: 'domain', domain: reader.domain('domain', domain) };
  return { kind: 'all' };
}

function readOwner(reader: RequestReader, wire: ClearThrottleRequest): ThrottleOwner {
  return wire.account === ''
    ? { address: reader.address('client_ip', wire.clientIp) }
    : { account: reader.account('account', wire.account).name };
}

const throttled = z.strictObject({
  secret: z.enum(['password', 'app-password', 'code', 'passkey']),
  scope: z.enum(['account+address', 'address', 'account']),
  named: z.string(),
  account: z.string(),
  address: z.string(),
  failures: z.int().min(0),
  limit: z.int().min(1),
  nextFreeAt: z.number(),
});

/** Where a page ends, as the caller gives it back for the next. */
function toToken(last: Throttled): string {
  return Buffer.from(JSON.stringify(last)).toString('base64url');
}

function readToken(reader: RequestReader, token: string): Throttled | undefined {
  if (token === '') return undefined;
  try {
    return throttled.parse(JSON.parse(Buffer.from(token, 'base64url').toString('utf8')));
  } catch {
    reader.refuse('page.token', 'not a token of this list');
    return undefined;
  }
}
