import { join } from 'node:path';
import { every, type Job } from '../../libs/kit/jobs.js';
import type { Stateless } from '../../libs/service/index.js';
import { doveadmSessions } from './clients/doveadm.js';
import { recordClient } from './clients/record.js';
import { trustWatch } from './clients/trust-watch.js';
import type { EdgeConfig } from './config.js';
import { deliverEvents } from './jobs/deliver-events.js';
import { endSessions } from './jobs/end-sessions.js';
import { openPosition } from './storage/positions.js';
import type { WaitingEvents } from './storage/waiting-events.js';

export interface JobParts extends Pick<Stateless, 'log' | 'peer'> {
  readonly config: EdgeConfig;
  readonly waiting: WaitingEvents;
}

export function jobs({ config, waiting, log, peer }: JobParts): readonly Job[] {
  const record = recordClient(peer('audit'));
  const trustStore = peer('trust-store');
  return [
    every('deliver events', 500, (signal) => deliverEvents({ waiting, record, signal })),
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
