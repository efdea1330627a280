import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OwnPostgres, startOwnPostgres } from '../embedded-postgres/testing.js';
import { silentLog } from '../log/index.js';
import { until } from '../testing/until.js';
import { connectClient, endClient } from './connect.js';
import { hostsOf } from './hosts.js';
import { bootstrap, type Database, migrate, openDatabase, urlOfDatabase } from './index.js';

describe('the hosts of a URL', () => {
  it('are one each', () => {
    const url = 'postgres://otp@a:1,[2001:db8::2]:2,c/gatepost?sslmode=verify-full';
    expect(hostsOf(url).urls).toEqual([
      'postgres://otp@a:1/gatepost?sslmode=verify-full',
      'postgres://otp@[2001:db8::2]:2/gatepost?sslmode=verify-full',
      'postgres://otp@c/gatepost?sslmode=verify-full',
    ]);
    expect(hostsOf('postgres://otp@a/x').urls).toEqual(['postgres://otp@a/x']);
    expect(urlOfDatabase(url, 'other')).toBe(url.replace('gatepost', 'other'));
  });

  it('come in turn, each failure of one counted once', () => {
    const hosts = hostsOf('postgres://otp@a,b/x');
    const [a = '', b = ''] = hosts.urls;
    expect(hosts.current()).toBe(a);
    hosts.failed(a);
    hosts.failed(a);
    expect(hosts.current()).toBe(b);
    hosts.failed(b);
    expect(hosts.current()).toBe(a);
  });

  it('are tried from the current one on', () => {
    const hosts = hostsOf('postgres://otp@a,b,c/x');
    const [a = '', b = '', c = ''] = hosts.urls;
    hosts.failed(a);
    expect(hosts.inTurn()).toEqual([b, c, a]);
  });

  it('take writes, whatever the URL asks for', () => {
    expect(() => hostsOf('postgres://otp@a,b/x?target_session_attrs=any')).toThrow(
      'target_session_attrs is any; services write, so it must be read-write',
    );
    hostsOf('postgres://otp@a,b/x?target_session_attrs=primary');
  });
});

describe('two servers, of which one takes writes', () => {
  const dir = mkdtempSync(join(tmpdir(), 'gatepost-hosts-'));
  const passwordFile = join(dir, 'password');
  let servers: readonly OwnPostgres[] = [];
  let db: Database;
  let url: string;

  beforeAll(async () => {
    const password = randomBytes(12).toString('hex');
    writeFileSync(passwordFile, password);
    servers = await Promise.all([startOwnPostgres(), startOwnPostgres()]);
    for (const { admin } of servers) {
      const services = [{ schema: 'otp', role: 'gatepost_otp', password }];
      await bootstrap({ admin, database: 'twin', services });
      await as(admin, 'CREATE TABLE otp.word (text text)', 'GRANT ALL ON otp.word TO gatepost_otp');
    }
    await takeWrites(0, false);
    const ports = servers.map(({ postgres }) => `127.0.0.1:${postgres.port}`);
    url = `postgres://gatepost_otp@${ports.join(',')}/twin`;
    db = openDatabase({ url, passwordFile, schema: 'otp', log: silentLog });
  });
  afterAll(async () => {
    await db?.close();
    await Promise.all(servers.map((server) => server.stop()));
    rmSync(dir, { recursive: true });
  });

  async function as(admin: OwnPostgres['admin'], ...statements: readonly string[]) {
    const client = await connectClient(
      { ...admin, url: urlOfDatabase(admin.url, 'twin') },
      { applicationName: 'test', connectTimeoutMs: 30_000, statementTimeoutMs: 0, settings: {} },
    );
    for (const statement of statements) await client.query(statement);
    await endClient(client);
  }

  async function takeWrites(which: number, takes: boolean) {
    const admin = servers[which]?.admin;
    if (admin === undefined) throw new TypeError('no such server');
    await as(
      admin,
      'SET default_transaction_read_only = off',
      `ALTER DATABASE twin SET default_transaction_read_only = ${takes ? 'off' : 'on'}`,
    );
  }

  const PORT = "SELECT current_setting('port')::int AS port";
  const portOf = (which: number) => servers[which]?.postgres.port;

  it('writes, leads and migrates at that one', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => db.query('INSERT INTO word VALUES ($1)', [`${n}`])),
    );
    expect((await db.query(PORT)).rows).toEqual([{ port: portOf(1) }]);
    const own = await db.connect();
    expect((await own.query(PORT)).rows).toEqual([{ port: portOf(1) }]);
    await own.close();
    const files = join(dir, 'migrations');
    mkdirSync(files);
    writeFileSync(join(files, '1_first.sql'), '-- Up Migration\nCREATE TABLE first ();');
    const address = { url, passwordFile };
    const run = migrate({ address, schema: 'otp', dir: files, log: silentLog });
    expect(await run).toEqual(['1_first']);
  });

  it('asks a host that fails once, and then the one that works', async () => {
    let asked = 0;
    const failing = createServer((socket) => {
      asked += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => failing.listen(0, '127.0.0.1', resolve));
    const { port } = failing.address() as AddressInfo;
    const address = { url: url.replace('@', `@127.0.0.1:${port},`), passwordFile };
    const hosts = hostsOf(address.url);
    const session = { applicationName: 'test', statementTimeoutMs: 0, settings: {} };
    for (let times = 0; times < 3; times += 1) {
      await endClient(
        await connectClient(address, { ...session, connectTimeoutMs: 30_000 }, hosts),
      );
    }
    expect(asked).toBe(1);
    failing.close();
  });

  it('goes to the other one when that one takes over', async () => {
    await takeWrites(0, true);
    await servers[1]?.postgres.stop();
    await until('it writes again', () => db.query("INSERT INTO word VALUES ('after')"));
    expect((await db.query(PORT)).rows).toEqual([{ port: portOf(0) }]);
    const own = await db.connect();
    expect((await own.query(PORT)).rows).toEqual([{ port: portOf(0) }]);
    await own.close();
  });
});
