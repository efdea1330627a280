import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import bcrypt from 'bcryptjs';
import { connect, type NatsConnection } from 'nats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseStream } from '../../../cli/up/nats/choose-stream.js';
import { ensureCertificates } from '../../../libs/certificates/index.js';
import { packageRoot } from '../../../libs/config/index.js';
import { jetStreamSink } from '../../../libs/events/jetstream/jetstream-sink.js';
import { INBOX_PREFIX } from '../../../libs/events/jetstream/publish.js';
import { type NatsServer, startNatsServer } from '../../../libs/events/testing/nats-server.js';
import { silentLog } from '../../../libs/log/index.js';

const EVENT = 'gatepost.login.allow.imap.tld.a';
let dir: string;
let server: NatsServer;
let files: { ca: string; cert: string; key: string };
const open: NatsConnection[] = [];

/** Uses the files of deploy/nats, with the files that an operator adds. */
beforeAll(async () => {
  const stream = chooseStream({ PATH: process.env.PATH });
  if (stream.kind !== 'own') throw new Error('no nats-server: apt-get install -y nats-server');
  dir = mkdtempSync(join(tmpdir(), 'gatepost-nats-'));
  cpSync(join(packageRoot, 'deploy', 'nats'), dir, { recursive: true });
  const identities = [{ role: 'service' as const, name: 'policy' }];
  const certificates = await ensureCertificates({
    dir: join(dir, 'certificates'),
    identities,
    now: Date.now(),
  });
  files = certificates.filesOf('service', 'policy');
  copyFileSync(files.ca, join(dir, 'ca.pem'));
  copyFileSync(files.cert, join(dir, 'server.pem'));
  copyFileSync(files.key, join(dir, 'server.key'));
  const users = ['PUBLISHER', 'AUDITOR'].map(
    (user) => `GATEPOST_NATS_${user}: "${bcrypt.hashSync(user, 4)}"\n`,
  );
  writeFileSync(join(dir, 'passwords.conf'), users.join(''));
  writeFileSync(join(dir, 'publisher.password'), 'PUBLISHER\n');
  const [major, minor] = stream.version;
  const config = major > 2 || minor >= 10 ? 'server-2.10.conf' : 'server-2.9.conf';
  const path = join(dir, config);
  // The test's server gets its directory on the command line.
  writeFileSync(path, readFileSync(path, 'utf8').replace(/^ *store_dir.*$/m, ''));
  process.chdir(dir);
  server = await startNatsServer(join(dir, 'store'), ['-c', path]);
});
afterAll(async () => {
  for (const connection of open) await connection.close();
  await server?.kill('SIGKILL');
  process.chdir('/');
  rmSync(dir, { recursive: true, force: true });
});

async function connectAs(user: string, inboxPrefix?: string): Promise<NatsConnection> {
  const connection = await connect({
    servers: url(),
    user,
    pass: user.toUpperCase(),
    reconnect: false,
    ...(inboxPrefix === undefined ? {} : { inboxPrefix }),
    tls: { caFile: files.ca, certFile: files.cert, keyFile: files.key },
  });
  open.push(connection);
  return connection;
}

const url = () => server.url.replace('nats:', 'tls:');

function publish(tls: { ca: string; cert?: string; key?: string }): Promise<void> {
  const sink = jetStreamSink({
    servers: [url()],
    name: 'gatepost policy-1',
    user: 'publisher',
    passwordFile: join(dir, 'publisher.password'),
    tls,
    stream: {
      ...{ name: 'GATEPOST', replicas: 1, maxBytes: 0 },
      ...{ maxAgeMs: 86_400_000, duplicateWindowMs: 120_000 },
    },
    log: silentLog,
  });
  const event = { id: 'one', sequence: 1, subject: EVENT, bytes: Buffer.from('{}') };
  return sink.deliver([event], AbortSignal.timeout(10_000)).finally(() => sink.close());
}

describe('deploy/nats', () => {
  it('lets the services in only over TLS with their certificate', async () => {
    await expect(publish({ ca: files.ca })).rejects.toThrow();
    await publish(files);
  });

  it('lets an auditor read, and nothing else', async () => {
    await publish(files);
    const auditor = await connectAs('auditor');
    const consumer = await auditor.jetstream().consumers.get('GATEPOST');
    expect((await consumer.next({ expires: 5_000 }))?.subject).toBe(EVENT);
    const manager = await auditor.jetstreamManager();
    await expect(
      auditor.jetstream().publish(EVENT, 'forged', { timeout: 1_000 }),
    ).rejects.toThrow();
    for (const change of ['purge', 'delete'] as const) {
      await expect(manager.streams[change]('GATEPOST')).rejects.toThrow(/permissions/i);
    }
    await expect(manager.streams.update('GATEPOST', { max_msgs: 1 })).rejects.toThrow(
      /permissions/i,
    );
    expect((await manager.streams.info('GATEPOST')).state.messages).toBe(1);
  });

  it('lets a publisher neither read nor purge, nor receive what readers get', async () => {
    const publisher = await connectAs('publisher', INBOX_PREFIX);
    const manager = await publisher.jetstreamManager();
    await expect(manager.streams.purge('GATEPOST')).rejects.toThrow(/permissions/i);
    await expect(manager.streams.getMessage('GATEPOST', { seq: 1 })).rejects.toThrow(
      /permissions/i,
    );
    for (const subject of ['gatepost.>', '_INBOX.>', '>']) {
      const refused = publisher.subscribe(subject, { max: 1 });
      await expect(
        (async () => {
          for await (const _ of refused) return;
        })(),
      ).rejects.toThrow(/permissions/i);
    }
  });
});
