import { join } from 'node:path';
import { every, type Job } from '../../libs/kit/jobs.js';
import type { Stateless } from '../../libs/service/index.js';
import { doveadmSessions } from './clients/doveadm.js';
import { recordClient } from './clients/record.js';
import { trustWatch } from './clients/trust-watch.js';
import type { RememberedSessions } from './commands/remember-sessions.js';
import type { EdgeConfig } from './config.js';
import { deliverEvents } from './jobs/deliver-events.js';
import { endSessions } from './jobs/end-sessions.js';
import { followSessions } from './jobs/follow-sessions.js';
import { openPosition } from './storage/positions.js';
import type { WaitingEvents } from './storage/waiting-events.js';

export interface JobParts extends Pick<Stateless, 'log' | 'peer'> {
  readonly config: EdgeConfig;
  readonly waiting: WaitingEvents;
  /** Undefined if no listener has sessions. */
  readonly sessions: RememberedSessions | undefined;
  /** Called with whether endings are received, when that changes. */
  readonly onFollowing: (isFollowing: boolean) => void;
}

/** The jobs of the service. */
export function jobs(parts: JobParts): readonly Job[] {
  const { config, waiting, log, peer, sessions, onFollowing } = parts;
  const record = recordClient(peer('audit'));
  const trustStore = peer('trust-store');
  return [
    every('deliver events', 500, (signal) => deliverEvents({ waiting, record, signal })),
    ...(sessions === undefined
      ? []
      : [
          every('follow sessions', 1_000, (signal) => {
            const watch = trustWatch({ trustStore, domains: webDomains(config) });
            return followSessions({ watch, sessions, onFollowing }, signal);
          }),
        ]),
    ...config.doveadm.map(({ name, url, domains, 'api-key-file': apiKey }) => {
      const parts = {
        watch: trustWatch({ trustStore, domains }),
        position: openPosition(join(config.state, `doveadm-${name}.position`)),
        sessions: doveadmSessions({ url, apiKey }),
        domains,
        log,
      };
      return every(`end sessions at ${name}`, 1_000, (signal) => endSessions(parts, signal));
    }),
  ];
}

/** The domains of listeners with browser sessions. */
function webDomains({ listeners }: EdgeConfig): readonly string[] {
  const domains = listeners.flatMap((listener) =>
    listener.protocol === 'forward-auth' && (listener.sessions || listener.portal !== undefined)
      ? listener.domains
      : [],
  );
  return domains.includes('*') ? ['*'] : [...new Set(domains)];
}
