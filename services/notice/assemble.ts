import type { FollowedClock } from '../../libs/clock/index.js';
import type { Peer, Service } from '../../libs/grpc/index.js';
import { loadMessages } from '../../libs/i18n/index.js';
import { startJobs } from '../../libs/kit/jobs.js';
import type { Log } from '../../libs/log/index.js';
import { domainOfAccount } from '../../libs/names/account.js';
import { ticketCheck } from '../../libs/not-before/index.js';
import type { Database } from '../../libs/pg/index.js';
import type { Random } from '../../libs/random/index.js';
import type { Metrics } from '../../libs/telemetry/index.js';
import { ownTicketKeys } from '../../libs/ticket/index.js';
import { programOf } from '../../libs/user-agent/index.js';
import { disownUrls } from './clients/disown-url.js';
import { linkUrls, openLinks } from './clients/links.js';
import { openRelay } from './clients/relay.js';
import { ownUrls } from './clients/sign-in-host.js';
import { styleOf } from './clients/style.js';
import { tailRecord } from './clients/tail.js';
import type { NoticeConfig } from './config.js';
import { adminService } from './grpc/admin-service.js';
import { linkService } from './grpc/link-service.js';
import { selfService } from './grpc/self-service.js';
import { followRecord } from './jobs/follow-record.js';
import { jobs } from './jobs.js';
import { compose } from './mail/compose.js';
import { noticeMetrics } from './metrics.js';
import type { ClaimedMail } from './ports.js';
import { openMails } from './storage/mails.js';
import { oldestWaitingMs } from './storage/oldest-waiting.js';
import { openStore } from './storage/second-addresses.js';

/** What the service depends on. */
export interface Dependencies {
  readonly config: NoticeConfig;
  readonly db: Database;
  readonly clock: FollowedClock;
  readonly random: Random;
  readonly log: Log;
  readonly metrics: Metrics;
  peer(name: 'portal' | 'trust-store' | 'audit'): Peer;
}

const HASH_OCTETS = 16;

/**
 * One replica: the services it offers, and a function that starts its background work and returns one that stops it.
 */
export function assemble(dependencies: Dependencies): {
  readonly services: readonly Service[];
  start(): () => Promise<void>;
} {
  const { config, db, clock, random, log, metrics, peer } = dependencies;
  const { keys: ring, relay: relaySettings, hosts } = config;
  const { host, port } = relaySettings.address;
  const audit = peer('audit');
  const relay = openRelay({
    ...{ host, port, from: config.from },
    ...{ tls: relaySettings.tls, ca: relaySettings.ca, user: relaySettings.user },
    passwordFile: relaySettings['password-file'],
    connections: relaySettings.connections,
  });
  const links = openLinks(ring);
  const composing = {
    translate: loadMessages('notice'),
    styleOf: styleOf({ portal: peer('portal'), clock }),
    language: config.language,
    name: config['display-name'],
    administrators: config.administrators,
    idDomain: config.from.slice(config.from.lastIndexOf('@') + 1),
    disownUrl: disownUrls({ key: config['ticket-key'], hosts, clock }),
    linkUrl: linkUrls({ links, hosts }),
    ownUrl: ownUrls(hosts),
  };
  const counted = noticeMetrics(metrics, () => oldestWaitingMs(db, clock.now()));
  const newId = () => random.id();
  const limits = { perDay: config['per-day'], seenForMs: config['seen-for'] };
  const hash = (purpose: string) => (text: string) =>
    ring.keyedHash(ring.newest, purpose, Buffer.from(text)).subarray(0, HASH_OCTETS);
  const { all, send } = jobs({
    onAttempt(attempt, { id, kind }, error) {
      counted.attempt(attempt);
      if (error !== undefined) log.error('a mail cannot be written', { error, id, kind });
    },
    mails: openMails({ db, newId }),
    ...{ db, relay, clock, connections: relaySettings.connections },
    compose: (mail: ClaimedMail) => compose(composing, mail),
  });
  const off = new Map(Object.entries(config.off));
  const served = {
    store: openStore({ db, clock, newId, limits, hash: hash('notice-links') }),
    ...{ clock, newId, onMails: send.wake },
    offForDomain: (account: string) => off.get(domainOfAccount(account)) ?? [],
  };
  const hashSeen = hash('notice-seen');
  return {
    services: [
      selfService({
        ...served,
        ticketKeys: config['ticket-keys'],
        disownKeys: ownTicketKeys(config['ticket-key']),
        checkTicket: ticketCheck(peer('trust-store')),
      }),
      linkService({ ...served, readLink: links.read }),
      adminService(served),
    ],
    start() {
      const stops = [
        startJobs(all, log),
        followRecord({
          ...{ db, clock, random, log, programOf, off, limits },
          learningMs: config.learning,
          hash: (account, trait) => hashSeen(`${account} ${trait}`),
          tail: (after, signal) => tailRecord(audit, after, signal),
          onMails: send.wake,
          onSkipped(error) {
            counted.skipped();
            log.error('a recorded event cannot be processed and is skipped', { error });
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
