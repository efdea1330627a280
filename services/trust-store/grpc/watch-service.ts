import { TrustWatchServiceService } from '../../../libs/gen/gatepost/truststore/v1/trust_store.js';
import { defineService, type Service } from '../../../libs/grpc/index.js';
import { ofDomains, readRequest } from '../../../libs/grpc/requests/index.js';
import { watch } from '../commands/watch.js';
import { EVERY_DOMAIN } from '../core/limits.js';
import type { EndedLog } from '../ports.js';
import { readPosition } from './read-request.js';
import { messageToWire } from './to-wire.js';

const HEARTBEAT_MS = 10_000;
const MAX_DOMAINS = 10_000;

/** TrustWatchService, for front-ends that end live sessions. */
export function watchService({ ended }: { readonly ended: EndedLog }): Service {
  return defineService(TrustWatchServiceService, {
    handlers: {
      async *watch(wire, { signal }) {
        const request = readRequest((reader) => {
          const { domains } = wire;
          if (domains.length === 0) reader.refuse('domains', 'at least one is needed; * is all');
          if (domains.length > MAX_DOMAINS) reader.refuse('domains', `more than ${MAX_DOMAINS}`);
          return {
            domains: domains.includes(EVERY_DOMAIN)
              ? undefined
              : domains.map((name, n) => reader.domain(`domains[${n}]`, name)),
            after: readPosition(reader, 'after', wire.after),
          };
        });
        const messages = watch({ log: ended, heartbeatMs: HEARTBEAT_MS }, request, signal);
        for await (const message of messages) yield messageToWire(message);
      },
    },
    domainOf: { watch: ({ domains }) => ofDomains('domains', domains) },
  });
}
