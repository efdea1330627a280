import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AckPolicy,
  type ConnectionOptions,
  connect,
  DeliverPolicy,
  headers,
  type NatsConnection,
} from 'nats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NATS_USERS } from '../../cli/up/nats/nats-config.js';
import { INBOX_PREFIX } from '../../libs/events/jetstream/publish.js';
import { until } from '../../libs/testing/until.js';
import { generateTicketKey } from '../../libs/ticket/index.js';
import { connectByProto, type ProtoClient } from '../suite/proto-client.js';
import { targetsOf } from '../suite/start-suite.js';
import { copyRecord, restoreRecord, rewriteRecord } from './events/forge.js';
import { authorize } from './events/logins.js';
import { gatepost } from './events/run-cli.js';
import { outboxesEmpty, startVictims, type Victims } from './events/victims.js';

const IN = '203.0.113.9';
const OUT = '198.51.100.9';
const FINDING = 3;
const CHECKPOINTS = 'gatepost.audit.checkpoint-signed.unknown';

let home: string;
let victims: Victims;
let frontEnd: ProtoClient;
let connection: NatsConnection;
beforeAll(async () => {
  home = join(mkdtempSync(join(tmpdir(), 'gatepost-stream-')), 'home');
  victims = await startVictims(home);
  const { installation } = victims.running;
  const targets = targetsOf(installation);
  const admin = connectByProto({ targets, tls: installation.tlsOf('admin', 'operator') });
  frontEnd = connectByProto({ targets, tls: installation.tlsOf('front-end', 'mail') });
  const files = ['a.tld', 'sub.a.tld'].map((domain) => ({
    name: `${domain}.yaml`,
    documents: [domain],
    content: Buffer.from(
      `domain: ${domain}\nnetworks: { office: [203.0.113.0/24] }\nrules: [{ name: office, from: [office], require: password }]\n`,
    ),
  }));
  const apply = 'gatepost.policy.v1.PolicyAdminService/Apply';
  await admin.exchange(apply, [{ options: {} }, ...files.map((file) => ({ file }))]);
  admin.close();
  connection = await connectAs('readers');
});
async function connectAs(who: keyof typeof NATS_USERS, options: ConnectionOptions = {}) {
  const { plan, secrets } = victims.running.installation;
  return await connect({
    servers: `nats://127.0.0.1:${plan.nats}`,
    user: NATS_USERS[who],
    pass: readFileSync(secrets.natsPasswords[who], 'utf8').trimEnd(),
    ...options,
  });
}
afterAll(async () => {
  await connection?.close();
  frontEnd?.close();
  await victims?.stop();
  rmSync(join(home, '..'), { recursive: true, force: true });
});

interface Event {
  readonly id: string;
  readonly source: string;
  readonly data: object;
}

interface Login {
  readonly id: string;
  readonly subject: string;
}

/** Makes logins one after the other. Returns what their events must be. */
async function logIn(count: number): Promise<Login[]> {
  const logins: Login[] = [];
  for (let n = 0; n < count; n += 1) {
    const domain = ['a.tld', 'sub.a.tld', 'elsewhere.tld'][n % 3];
    const { decision, decision_id: id } = await authorize(
      frontEnd,
      `user${n}@${domain}`,
      n % 2 === 0 ? IN : OUT,
    );
    const word = decision.replace('DECISION_', '').toLowerCase();
    const end = ['tld.a', 'tld.a.sub', 'unknown'][n % 3];
    logins.push({ id, subject: `gatepost.login.${word}.imap.${end}` });
  }
  await outboxesEmpty(victims, 20_000);
  return logins;
}

/** Does what docs/events.md shows: a durable consumer with a filter, from a time on. */
async function consume(name: string, filter: string, from?: string) {
  const manager = await connection.jetstreamManager();
  const { num_pending } = await manager.consumers.add('GATEPOST', {
    durable_name: name,
    ack_policy: AckPolicy.Explicit,
    filter_subject: filter,
    ...(from === undefined
      ? { deliver_policy: DeliverPolicy.All }
      : { deliver_policy: DeliverPolicy.StartTime, opt_start_time: from }),
  });
  const consumer = await connection.jetstream().consumers.get('GATEPOST', name);
  const seen: { subject: string; number: number; event: Event }[] = [];
  if (num_pending === 0) return seen;
  const messages = await consumer.fetch({ max_messages: num_pending, expires: 10_000 });
  for await (const message of messages) {
    const number = Number(message.headers?.get('Gatepost-Sequence') || Number.NaN);
    seen.push({ subject: message.subject, number, event: message.json() });
    message.ack();
  }
  return seen;
}

describe('a consumer of the stream', () => {
  it('sees each login once, by its decision id, under its subject, in order', async () => {
    const logins = await logIn(30);
    const of = (pattern: RegExp) => logins.filter(({ subject }) => pattern.test(subject));
    const seen = async (name: string, filter: string) =>
      (await consume(name, filter)).map(({ subject, event }) => ({ id: event.id, subject }));
    expect(await seen('all-logins', 'gatepost.login.>')).toEqual(logins);
    expect(await seen('a', 'gatepost.login.*.*.tld.a')).toEqual(of(/tld\.a$/));
    expect(await seen('below-a', 'gatepost.login.*.*.tld.a.>')).toEqual(of(/tld\.a\.sub$/));
    expect(await seen('denied', 'gatepost.login.deny.>')).toEqual(of(/deny/));
    expect(of(/unknown$/)).toHaveLength(10);
  });

  it('finds the numbers of each source without a gap', async () => {
    const numbers = new Map<string, number[]>();
    for (const { subject, event, number } of await consume('everything', 'gatepost.>')) {
      if (subject === CHECKPOINTS) continue;
      numbers.set(event.source, [...(numbers.get(event.source) ?? []), number]);
    }
    expect(numbers.get('/gatepost/policy')?.length).toBeGreaterThan(30);
    for (const all of numbers.values()) expect(all).toEqual(all.map((_, index) => index + 1));
  });

  it('gets each checkpoint as it was signed, once and without a number', async () => {
    await logIn(3);
    const published = () =>
      victims.query<{ size: string; note: string }>(
        'select size, note from audit.checkpoint order by size',
      );
    const [last] = (await published()).slice(-1);
    const seen: Awaited<ReturnType<typeof consume>> = [];
    await until('the last is there', async () => {
      seen.push(...(await consume('checkpoints', CHECKPOINTS)));
      expect(seen.map(({ event }) => event.data)).toContainEqual(
        expect.objectContaining({ size: Number(last?.size), note: last?.note }),
      );
    });
    expect(seen.map(({ number }) => number)).toEqual(seen.map(() => Number.NaN));
    expect(seen.map(({ event }) => event.source)).toEqual(seen.map(() => '/gatepost/audit'));
    expect(new Set(seen.map(({ event }) => event.id)).size).toBe(seen.length);
    const notes = new Set((await published()).map(({ note }) => note));
    const unknown = seen.filter(({ event }) => !notes.has((event.data as { note: string }).note));
    expect(unknown).toEqual([]);
  });

  it('gets a repeated event only once', async () => {
    const [first] = await logIn(1);
    const manager = await connection.jetstreamManager();
    const before = (await manager.streams.info('GATEPOST')).state.messages;
    const again = headers();
    again.set('Nats-Msg-Id', first?.id ?? '');
    const { subject = '' } = first ?? {};
    const publisher = await connectAs('services', { inboxPrefix: INBOX_PREFIX });
    const ack = await publisher.jetstream().publish(subject, 'again', { headers: again });
    await publisher.close();
    expect(ack.duplicate).toBe(true);
    expect((await manager.streams.info('GATEPOST')).state.messages).toBe(before);
  });

  it('gets events again from a time on, and nothing from before', async () => {
    const from = new Date().toISOString();
    const later = await logIn(6);
    const seen = await consume('replay', 'gatepost.login.>', from);
    expect(seen.map(({ event }) => event.id)).toEqual(later.map(({ id }) => id));
  });
});

describe('gatepost audit verify --against', () => {
  const kept = () => join(home, 'kept');
  const verify = () => gatepost(home, 'audit', 'verify', '--against', kept());

  it('finds nothing in an unchanged record', async () => {
    const size = () => Number(readFileSync(kept(), 'utf8').split('\n')[1]);
    const keepOneOver = async (least: number) => {
      const keep = async () => {
        const { code } = await gatepost(home, 'audit', 'verify', '--keep', kept());
        return code === 0 && size() > least;
      };
      await until('the stream is back', keep);
    };
    await logIn(10);
    await keepOneOver(10);
    // The oldest checkpoint is not the one that is kept.
    const before = size();
    await logIn(10);
    await keepOneOver(before + 5);
    await copyRecord(victims);
    expect(await verify()).toMatchObject({ code: 0 });
  });

  const OLDEST = '(select min(size) from audit.checkpoint)';
  const SWAP = `from audit.leaf other where leaf.index in (3, 5) and other.index in (3, 5)
                and leaf.index <> other.index`;
  it.each([
    [
      'changed',
      [`update audit.leaf set event = event || ' ' where index = 4`],
      /event 4 was changed: number \d+ of \/gatepost\/policy, now /,
    ],
    ['deleted', ['delete from audit.leaf where index = 4'], /events 4 to 4 are missing/],
    [
      'inserted',
      [
        'update audit.leaf set index = -index where index >= 4',
        'update audit.leaf set index = 1 - index where index < 0',
        `insert into audit.leaf (index, hash, source, sequence, event_id, recorded_at, salt, event)
         select 4, hash, source, 99999, 'x', recorded_at, salt, event from audit.leaf where index = 3`,
        'update audit.tree set size = size + 1',
      ],
      /one was changed/,
    ],
    [
      'swapped',
      [`update audit.leaf set event = other.event, salt = other.salt, hash = other.hash ${SWAP}`],
      /one was changed/,
    ],
    [
      'cut off',
      [
        `delete from audit.leaf where index >= ${OLDEST}`,
        `delete from audit.checkpoint where size > ${OLDEST}`,
        'delete from audit.subtree',
        `update audit.tree set size = ${OLDEST}`,
      ],
      /the record ends before/,
    ],
  ])('finds events that were %s', async (_, attack, says) => {
    await victims.query(attack.join(';\n'));
    const { code, output } = await verify();
    await restoreRecord(victims);
    expect(output).toMatch(says);
    expect(code).toBe(FINDING);
    expect(await verify()).toMatchObject({ code: 0 });
  });

  it('says between which published checkpoints it was changed, and which numbers never came', async () => {
    await victims.query(
      `update audit.leaf set event = other.event, salt = other.salt, hash = other.hash ${SWAP};
       update audit.source set numbers = numbers - '{[3,4)}' where name = '/gatepost/policy'`,
    );
    const { output } = await verify();
    const [published] = await victims.query<{ size: string }>(
      'select min(size) as size from audit.checkpoint where size > 3',
    );
    await restoreRecord(victims);
    const [, begin, end] = /among events (\d+) to (\d+) one was changed/.exec(output) ?? [];
    expect(Number(begin)).toBeLessThanOrEqual(3);
    expect(Number(end)).toBe(Number(published?.size) - 1);
    expect(Number(end) + 1).toBeLessThan(Number(readFileSync(kept(), 'utf8').split('\n')[1]));
    expect(output).toContain('/gatepost/policy: these numbers never arrived: 3\n');
  });

  it('finds a rewritten record, signed with the same key or another', async () => {
    const { installation } = victims.running;
    await rewriteRecord(victims, installation);
    victims.kill('audit-1');
    await until('it is noticed', async () =>
      expect((await verify()).output).toMatch(/is not what it was/),
    );
    // Somebody who controls the notary's machine as well makes it forget what it signed.
    rmSync(installation.layout.signedLast, { recursive: true, force: true });
    writeFileSync(installation.secrets.recordKey, generateTicketKey().privatePem);
    await victims.query('delete from audit.checkpoint');
    victims.kill('audit-1');
    await until('it is noticed', async () =>
      expect((await verify()).output).toMatch(/no key that is known/),
    );
    expect((await verify()).code).not.toBe(0);
  });
});
