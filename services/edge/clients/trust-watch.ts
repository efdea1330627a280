import { TrustWatchServiceService } from '../../../libs/gen/gatepost/truststore/v1/trust_store.js';
import type { Peer } from '../../../libs/grpc/index.js';
import type { Watch } from '../ports.js';

/** Follows the trust of these domains that ends. */
export function trustWatch(parts: { trustStore: Peer; domains: readonly string[] }): Watch {
  const { trustStore, domains } = parts;
  return async function* watch(after, signal) {
    const request = { domains: [...domains], after };
    const method = TrustWatchServiceService.watch;
    for await (const { position, trust, time } of trustStore.serverStream(method, request, {
      signal,
    })) {
      const ended = trust && {
        account: trust.account,
        prefix: trust.prefix || undefined,
        at: time?.getTime() ?? 0,
      };
      yield { position, ended };
    }
  };
}
