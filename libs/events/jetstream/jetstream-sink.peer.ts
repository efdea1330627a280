import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type NatsConnection, nanos } from 'nats';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLog } from '../../log/index.js';
import { systemRandom } from '../../random/index.js';
import type { NumberedEvent } from '../relay/sink.js';
import { type NatsServer, startNatsServer } from '../testing/nats-server.js';
import { type JetStreamOptions, jetStreamSink } from './jetstream-sink.js';

const log = { ...silentLog, info: vi.fn(), warn: vi.fn(), error: vi.fn() };
const stream = {
  name: 'GATEPOST',
  replicas: 1,
  maxAgeMs: 0,
  maxBytes: 0,
  duplicateWindowMs: 120_000,
};
const call = () => new AbortController().signal;
let dir: string;
let server: NatsServer;
const closing: (() => Promise<unknown>)[] = [];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'jetstream-'));
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  rmSync(dir, { recursive: true });
});

async function startServer(args?: string[]): Promise<void> {
  server = await startNatsServer(dir, args);
  closing.push(() => server.kill('SIGKILL'));
}

function openSink(options: Partial<JetStreamOptions> = {}) {
  const sink = jetStreamSink({ servers: [server.url], name: 'test', stream, log, ...options });
  closing.push(sink.close);
  return sink;
}

async function client(): Promise<NatsConnection> {
  const connection = await connect({ servers: server.url });
  closing.push(() => connection.close());
  return connection;
}

let last = 0;
function events(count: number, subject = 'gatepost.login.allow.imap.tld.a'): NumberedEvent[] {
  return Array.from({ length: count }, () => {
    last += 1;
    const bytes = Buffer.from(`{"n":${last},"é":"\\u0000"}`);
    return { sequence: last, id: systemRandom.id(), subject, bytes };
  });
}

/** The messages of the stream, in order. */
async function stored(connection: NatsConnection, filter = 'gatepost.>') {
  const consumer = await connection
    .jetstream()
    .consumers.get('GATEPOST', { filterSubjects: filter });
  const { num_pending: count } = await consumer.info(false);
  const found: { subject: string; id: string; number: number; bytes: Buffer }[] = [];
  if (count === 0) return found;
  for await (const message of await consumer.fetch({ max_messages: count, expires: 5000 })) {
    const number = Number(message.headers?.get('Gatepost-Sequence'));
    const id = message.headers?.get('Nats-Msg-Id') ?? '';
    found.push({ subject: message.subject, id, number, bytes: Buffer.from(message.data) });
  }
  return found;
}
const asStored = (sent: readonly NumberedEvent[]) =>
  sent.map(({ subject, id, sequence, bytes }) => ({ subject, id, number: sequence, bytes }));

describe('the stream', () => {
  it('gets every event in order, as it is, once, however often it comes', async () => {
    await startServer();
    const sink = openSink();
    const first = events(500);
    const other = events(3, 'gatepost.login.deny.imap.tld.b');
    await sink.deliver(first, call());
    await sink.deliver([...first.slice(400), ...other], call());
    const connection = await client();
    expect(await stored(connection)).toEqual(asStored([...first, ...other]));
    expect(await stored(connection, 'gatepost.login.*.*.tld.b')).toEqual(asStored(other));
  });

  it('is created and changed as configured; other settings are left alone', async () => {
    await startServer();
    await openSink().deliver(events(1), call());
    const { streams } = await (await client()).jetstreamManager();
    const made = (await streams.info('GATEPOST')).config;
    expect(made).toMatchObject({
      subjects: ['gatepost.>'],
      storage: 'file',
      num_replicas: 1,
      max_age: 0,
      max_bytes: -1,
      discard: 'old',
      retention: 'limits',
    });
    await streams.update('GATEPOST', { description: 'for the SIEM' });
    const changed = {
      ...stream,
      maxAgeMs: 3_600_000,
      maxBytes: 1 << 20,
      duplicateWindowMs: 60_000,
    };
    await openSink({ stream: changed }).deliver(events(1), call());
    const { config, state } = await streams.info('GATEPOST');
    expect(config).toMatchObject({
      max_age: nanos(3_600_000),
      max_bytes: 1 << 20,
      duplicate_window: nanos(60_000),
      description: 'for the SIEM',
    });
    expect(state.messages).toBe(2);
  });

  it('has everything once and in order after its server was killed at any moment', async () => {
    await startServer();
    const sink = openSink();
    const all = events(6000);
    let kill: Promise<void> | undefined;
    let kills = 0;
    for (let at = 0; at < all.length; ) {
      if (kill === undefined && at >= 1000 * (kills + 1)) {
        kill = sleep(Math.random() * 10).then(() => server.kill('SIGKILL'));
      }
      const batch = all.slice(at, at + 100);
      try {
        await sink.deliver(batch, call());
        at += batch.length;
      } catch {
        await kill;
        await server.start();
        kill = undefined;
        kills += 1;
      }
    }
    expect(kills).toBeGreaterThanOrEqual(4);
    expect(await stored(await client())).toEqual(asStored(all));
  });

  it('fails soon and with a reason if it cannot exist', async () => {
    await startServer([]);
    await expect(openSink().deliver(events(1), call())).rejects.toThrow(/503|jetstream/i);
    await server.kill('SIGTERM');
    await expect(openSink().deliver(events(1), call())).rejects.toThrow('CONNECTION_REFUSED');
  });

  it('is not confused with another stream that has the subjects', async () => {
    await startServer();
    const { streams } = await (await client()).jetstreamManager();
    await streams.add({ name: 'OTHER', subjects: ['gatepost.>'] });
    await expect(openSink().deliver(events(1), call())).rejects.toThrow('overlap');
    await streams.update('OTHER', { subjects: ['elsewhere.>'] });
    const sink = openSink();
    await sink.deliver(events(1), call());
    await streams.delete('GATEPOST');
    await streams.update('OTHER', { subjects: ['gatepost.>'] });
    await expect(sink.deliver(events(1), call())).rejects.toThrow('expected stream');
    expect((await streams.info('OTHER')).state.messages).toBe(0);
    // Once the stream is made again, it takes the events that it missed.
    await streams.update('OTHER', { subjects: ['elsewhere.>'] });
    await sink.deliver(events(1), call());
    expect((await streams.info('GATEPOST')).state.messages).toBe(1);
  });

  it('reads its password from a file at each connection', async () => {
    await startServer(['-js', '--user', 'gatepost', '--pass', 'right']);
    const passwordFile = join(dir, 'password');
    writeFileSync(passwordFile, 'wrong');
    const sink = openSink({ user: 'gatepost', passwordFile });
    const refused = sink.deliver(events(1), call());
    await expect(refused).rejects.toThrow('Authorization Violation');
    await expect(refused).rejects.not.toThrow('wrong');
    writeFileSync(passwordFile, 'right\n');
    await sink.deliver(events(1), call());
  });

  it('is waited for no longer than the caller does', async () => {
    await startServer();
    const sink = openSink();
    await sink.deliver(events(1), call());
    const over = new AbortController();
    const waiting = sink.deliver(events(1), over.signal);
    over.abort();
    await expect(waiting).rejects.toThrow();
    await sink.deliver(events(1), call());
  });
});
