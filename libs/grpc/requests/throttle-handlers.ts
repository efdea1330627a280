import * as z from 'zod';
import type { PageRequest, Actor as WireActor } from '../../gen/gatepost/common/v1/common.js';
import type { Throttled, ThrottleRecord } from '../../throttle/index.js';
import type { CallContext } from '../server/service.js';
import { fromToken, toToken } from './page-token.js';
import { readActor, readPageSize, readRequest } from './read-request.js';
import { throttleToWire } from './verdict.js';

/** Postgres refuses NUL in text. */
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

/** The handlers with which administrators see and clear a service's throttles. */
export function throttleHandlers({ throttles }: { readonly throttles: ThrottleRecord }) {
  return {
    async listThrottles(wire: {
      readonly account: string;
      readonly domain: string;
      readonly page: PageRequest | undefined;
    }) {
      const { filter, size, after } = readRequest((reader) => ({
        filter:
          wire.account !== ''
            ? { kind: 'account' as const, account: reader.account('account', wire.account).name }
            : wire.domain !== ''
              ? { kind: 'domain' as const, domain: reader.domain('domain', wire.domain) }
              : { kind: 'all' as const },
        size: readPageSize(reader, wire.page),
        after: fromToken(reader, wire.page?.token ?? '', (key) => THROTTLED.safeParse(key).data),
      }));
      const listed = await throttles.list({ filter, size, ...(after && { after }) });
      const last = listed.length < size ? undefined : listed.at(-1);
      return {
        throttles: listed.map(throttleToWire),
        nextToken: last === undefined ? '' : toToken(last),
      };
    },

    async clearThrottle(
      wire: {
        readonly account: string;
        readonly clientIp: string;
        readonly actor: WireActor | undefined;
      },
      { caller }: CallContext,
    ) {
      const { owner, actor } = readRequest((reader) => {
        if (wire.account !== '' && wire.clientIp !== '') {
          reader.refuse('client_ip', 'cannot be given together with account');
        }
        const owner =
          wire.clientIp === ''
            ? { account: reader.account('account', wire.account).name }
            : { address: reader.address('client_ip', wire.clientIp) };
        return { owner, actor: readActor(reader, wire.actor, caller.uri) };
      });
      return { cleared: await throttles.clear(owner, actor) };
    },
  };
}
