import { once } from 'node:events';
import type { Socket } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { type Language, loadMessages } from '../../libs/i18n/index.js';
import { startJobs } from '../../libs/kit/jobs.js';
import { silentLog } from '../../libs/log/index.js';
import type { Database } from '../../libs/pg/index.js';
import { systemRandom } from '../../libs/random/index.js';
import { keyRing } from '../../libs/seal/index.js';
import { generateTicketKey, readTicketKey } from '../../libs/ticket/index.js';
import { programOf } from '../../libs/user-agent/index.js';
import { disownUrls } from './clients/disown-url.js';
import { linkUrls, openLinks } from './clients/links.js';
import { openRelay, type RelaySettings } from './clients/relay.js';
import { ownUrls } from './clients/sign-in-host.js';
import { DAY_MS } from './core/allowance.js';
import type { NoticeEvent } from './core/notice.js';
import { followRecord } from './jobs/follow-record.js';
import type { SendParts } from './jobs/send-mails.js';
import { jobs } from './jobs.js';
import { compose } from './mail/compose.js';
import type { Batch } from './ports.js';
import { openMails } from './storage/mails.js';

export const HOSTS = [{ url: 'https://login.example', domains: ['*'] }];
export const TEST_RING = keyRing([{ id: '2026', key: Buffer.alloc(32, 7) }], systemRandom);

/** What the replicas of a test use. `stops` are called at the end, the last first. */
export interface NoticeWorld {
  readonly db: Database;
  readonly clock: { now(): number };
  readonly stops: (() => unknown)[];
}

/** A relay that accepts mail, or gives the set answer to the recipient. */
export async function startRelay(
  { stops }: Pick<NoticeWorld, 'stops'>,
  answer: { code: number; text: string } | undefined = undefined,
) {
  const state: {
    answer: typeof answer;
    mails: ParsedMail[];
    /** Called when a mail has arrived, before the sender gets an answer. */
    onMail: (() => unknown) | undefined;
  } = { answer, mails: [], onMail: undefined };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: (_address, _session, done) => {
      const { answer: refusal } = state;
      if (refusal === undefined) return done();
      done(Object.assign(new Error(refusal.text), { responseCode: refusal.code }));
    },
    onData: (stream, _session, done) => {
      simpleParser(stream).then((mail) => {
        state.mails.push(mail);
        if (state.onMail === undefined) return done();
        return state.onMail();
      }, done);
    },
  });
  server.on('error', () => undefined);
  const sockets = new Set<Socket>();
  server.server.on('connection', (socket: Socket) => sockets.add(socket));
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  stops.push(() => new Promise((resolve) => server.close(() => resolve(undefined))));
  return Object.assign(state, { cut, port: (server.server.address() as { port: number }).port });
}

/** A record of the events written so far. */
export function recordOf() {
  const events: NoticeEvent[] = [];
  return {
    add: (...batch: NoticeEvent[]) => events.push(...batch),
    async *tail(after: bigint | undefined, signal: AbortSignal): AsyncGenerator<Batch> {
      let at = after === undefined ? 0 : Number(after) + 1;
      while (!signal.aborted) {
        if (at < events.length) {
          const batch = events.slice(at, at + 100);
          at += batch.length;
          yield { position: BigInt(at - 1), events: batch };
        }
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
  };
}

/** Starts the service's work with a relay that listens on `port`, for tests. */
export function startNotice(
  { db, clock, stops }: NoticeWorld,
  port: number,
  record: ReturnType<typeof recordOf>,
  options: {
    learningMs?: number;
    perDay?: number;
    language?: Language;
    relay?: Partial<RelaySettings>;
    onAttempt?: SendParts['onAttempt'];
    /** Replaces the usual composition. */
    compose?: SendParts['compose'];
  } = {},
) {
  const random = systemRandom;
  const relay = openRelay({
    ...{ host: '127.0.0.1', port, tls: 'none', connections: 5, from: 'no-reply@mail.example' },
    ...{ ca: undefined, user: undefined, passwordFile: undefined },
    ...options.relay,
  });
  const parts = {
    translate: loadMessages('notice'),
    styleOf: async () => ({
      name: 'A Mail',
      help: 'Call 555.',
      language: options.language ?? 'en',
    }),
    ...{ language: 'en' as const, name: 'Mail', idDomain: 'mail.example' },
    administrators: 'postmaster@{domain}',
    linkUrl: linkUrls({ links: openLinks(TEST_RING), hosts: HOSTS }),
    ownUrl: ownUrls(HOSTS),
    disownUrl: disownUrls({
      key: readTicketKey(generateTicketKey().privatePem),
      hosts: HOSTS,
      clock,
    }),
  };
  const { all, send } = jobs({
    mails: openMails({ db, newId: () => random.id() }),
    compose: options.compose ?? ((mail) => compose(parts, mail)),
    ...{ db, relay, clock, connections: 5, onAttempt: options.onAttempt ?? (() => undefined) },
  });
  const stopJobs = startJobs(all, silentLog);
  const follow = followRecord({
    ...{ db, clock, random, log: silentLog, programOf, off: new Map() },
    limits: { perDay: options.perDay ?? 10, seenForMs: 180 * DAY_MS },
    learningMs: options.learningMs ?? 0,
    hash: (account, trait) => Buffer.from(`${account} ${trait}`),
    tail: record.tail,
    onMails: send.wake,
    onSkipped: () => undefined,
  });
  const stop = async () => {
    await Promise.all([follow(), stopJobs()]);
    relay.close();
  };
  stops.push(stop);
  return { wake: send.wake, stop };
}
