import type { FollowedClock } from '../../libs/clock/index.js';
import type { Peer } from '../../libs/grpc/index.js';
import { loadMessages } from '../../libs/i18n/index.js';
import { startJobs } from '../../libs/kit/jobs.js';
import type { Log } from '../../libs/log/index.js';
import type { Database } from '../../libs/pg/index.js';
import type { Random } from '../../libs/random/index.js';
import type { Metrics } from '../../libs/telemetry/index.js';
import { programOf } from '../../libs/user-agent/index.js';
import { disownUrls } from './clients/disown-url.js';
import { openRelay } from './clients/relay.js';
import { styleOf } from './clients/style.js';
import { tailRecord } from './clients/tail.js';
import type { NoticeConfig } from './config.js';
import { followRecord } from './jobs/follow-record.js';
import { jobs } from './jobs.js';
import { compose } from './mail/compose.js';
import { noticeMetrics } from './metrics.js';
import type { ClaimedMail } from './ports.js';
import { openMails } from './storage/mails.js';
import { oldestWaitingMs } from './storage/oldest-waiting.js';

/** What the service stands on. */
export interface Dependencies {
  readonly config: NoticeConfig;
  readonly db: Database;
  readonly clock: FollowedClock;
  readonly random: Random;
  readonly log: Log;
  readonly metrics: Metrics;
  peer(name: 'portal' | 'audit'): Peer;
}

const HASH_OCTETS = 16;

/** One replica. Returns what starts what it does by itself, and that returns what stops it. */
export function assemble(dependencies: Dependencies): { start(): () => Promise<void> } {
  const { config, db, clock, random, log, metrics, peer } = dependencies;
  const { keys: ring, relay: relaySettings } = config;
  const { host, port } = relaySettings.address;
  const audit = peer('audit');
  const relay = openRelay({
    ...{ host, port, from: config.from },
    ...{ tls: relaySettings.tls, ca: relaySettings.ca, user: relaySettings.user },
    passwordFile: relaySettings['password-file'],
    connections: relaySettings.connections,
  });
  const composing = {
    translate: loadMessages('notice'),
    styleOf: styleOf({ portal: peer('portal'), clock }),
    language: config.language,
    name: config['display-name'],
    administrators: config.administrators,
    idDomain: config.from.slice(config.from.lastIndexOf('@') + 1),
    disownUrl: disownUrls({ key: config['ticket-key'], hosts: config.hosts, clock }),
  };
  return {
    start() {
      const counted = noticeMetrics(metrics, () => oldestWaitingMs(db, clock.now()));
      const { all, send } = jobs({
        onAttempt(attempt, { id, kind }, error) {
          counted.attempt(attempt);
          if (error !== undefined) log.error('a mail cannot be written', { error, id, kind });
        },
        mails: openMails({ db, newId: () => random.id() }),
        ...{ db, relay, clock, connections: relaySettings.connections },
        compose: (mail: ClaimedMail) => compose(composing, mail),
      });
      const stops = [
        startJobs(all, log),
        followRecord({
          ...{ db, clock, random, log, programOf },
          off: new Map(Object.entries(config.off)),
          limits: { perDay: config['per-day'], seenForMs: config['seen-for'] },
          learningMs: config.learning,
          hash: (account, trait) =>
            ring
              .keyedHash(ring.newest, 'notice-seen', Buffer.from(`${account} ${trait}`))
              .subarray(0, HASH_OCTETS),
          tail: (after, signal) => tailRecord(audit, after, signal),
          onMails: send.wake,
          onSkipped(error) {
            counted.skipped();
            log.error('a recorded event cannot be taken in, and is passed over', { error });
          },
        }),
      ];
      return async () => {
        await Promise.all(stops.map((stop) => stop()));
        relay.close();
      };
    },
  };
}
