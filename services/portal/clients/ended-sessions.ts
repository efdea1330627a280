import { TrustKind } from '../../../libs/gen/gatepost/common/v1/common.js';
import { TrustWatchServiceService } from '../../../libs/gen/gatepost/truststore/v1/trust_store.js';
import type { Peer } from '../../../libs/grpc/index.js';
import type { WatchSessions } from '../ports/client-logouts.js';

/** Watches sessions that trust-store ended early. Sessions that expired are not reported. */
export function endedSessions(trustStore: Peer): WatchSessions {
  return async function* watch(after, signal) {
    const stream = trustStore.serverStream(
      TrustWatchServiceService.watch,
      { domains: ['*'], after },
      { signal },
    );
    for await (const { position, trust, why } of stream) {
      const isEnded = trust?.kind === TrustKind.SESSION && why !== 'expired';
      yield { position, sessionId: isEnded ? trust.trustId : undefined };
    }
  };
}
