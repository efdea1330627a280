import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, expect, it } from 'vitest';
import { layoutOf } from '../../cli/up/installation/layout.js';
import { forwardAuthPort, pagesPort, planPorts } from '../../cli/up/installation/ports.js';
import { chooseStream, type Stream } from '../../cli/up/nats/choose-stream.js';
import { type RunningInstallation, startInstallation } from '../../cli/up/start-installation.js';
import type { Role } from '../../libs/certificates/index.js';
import { claimPorts } from '../../libs/testing/claim-ports.js';
import { until } from '../../libs/testing/until.js';
import { seededNumbers } from '../properties/seed.js';
import { PROVIDER_HOST } from '../stories/passkeys.js';
import { setUp } from '../stories/play.js';
import { connectByProto, type ProtoClient } from '../suite/proto-client.js';
import { targetsOf } from '../suite/start-suite.js';
import { keepSigningIn, story } from './soak/logins.js';
import { type Held, measure, probed } from './soak/measure.js';

/** `npm run faults -- soak --long` runs half an hour. The first two minutes warm up. */
const SECONDS = Number(process.env.FAULTS_SECONDS ?? 60);
const WARM_SECONDS = Math.min(120, SECONDS / 3);
const AT_ONCE = 12;
/** Logins before the first measurement, and between two. A slow machine takes longer. */
const LOGINS = SECONDS > 60 ? 2000 : 1200;
const LOGINS_WITHIN_MS = 900_000;
/**
 * If one object in 25 logins is kept between each pair of measurements, it is a leak. Every service gets one login in
 * twenty or more. Garbage, caches and compiled code stay below that.
 */
const LEAKED = 1 / 25;
/** gRPC status code. */
const UNAVAILABLE = 14;
const QUIET_MS = 90_000;
/** A process may hold this many times at the end what it held after warming up. */
const MORE = 1.1;
/** A tenth of a small number means nothing, because handles and files come and go by a few. */
const A_FEW = 8;

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

it.each<[string, Stream]>([
  ['the stream', chooseStream()],
  ['no stream', { kind: 'off' }],
])(
  `with %s, every service holds after ${SECONDS} s what it held when it was warm`,
  {
    timeout: (SECONDS + 400) * 1000 + LOGINS_WITHIN_MS,
  },
  async (name, stream) => {
    if (name === 'the stream' && stream.kind !== 'own') throw new Error('there is no nats-server');
    const directory = mkdtempSync(join(tmpdir(), 'gatepost-soak-'));
    closing.push(() => rmSync(directory, { recursive: true, force: true }));
    const probes = join(directory, 'probes');
    const home = join(directory, 'home');
    writeOwnSettings(home);
    const plan = planPorts((await claimPorts()).base, {});
    const running = await startInstallation({
      ...{ home, plan, stream, corpDomains: [] },
      execArgvOf: () => probed(probes),
      signal: new AbortController().signal,
      tell: () => undefined,
    });
    closing.push(running.stop);
    const { installation, services } = running;
    const portal = plan.replicas.find(({ service }) => service === 'portal');
    let ready = false;
    const client = (role: Role, name: string) => {
      const targets = targetsOf(installation);
      const opened = connectByProto({ targets, tls: installation.tlsOf(role, name) });
      closing.push(() => opened.close());
      return askingAgain(opened, () => !ready);
    };
    const stage = {
      frontEnd: client('front-end', 'mail'),
      admin: client('admin', 'operator'),
      portal: client('service', 'portal'),
      clock: { now: Date.now, advance: () => undefined },
    };
    const edge = plan.replicas.find(({ service }) => service === 'edge');
    const load = keepSigningIn({
      performance: await setUp(story, stage),
      atOnce: AT_ONCE,
      random: seededNumbers(name),
      forwardAuth: {
        port: forwardAuthPort(edge?.port ?? 0),
        secret: readFileSync(installation.secrets.forwardAuthSecret, 'utf8').trim(),
      },
      pages: pagesPort(portal?.port ?? 0),
    });
    const look = async () => {
      await load.pause();
      const rows = await settled(running);
      return { rows, held: await measure(services.all, probes), answered: load.answered };
    };
    const loadFor = async (seconds: number) => {
      const before = load.answered;
      load.resume();
      await sleep(seconds * 1000);
      await until('there were enough logins to tell', () => load.answered - before >= LOGINS, {
        ...{ withinMs: LOGINS_WITHIN_MS, everyMs: 500 },
      });
      return look();
    };
    await load.begin();
    ready = true;
    const warm = await loadFor(WARM_SECONDS);
    const half = await loadFor((SECONDS - WARM_SECONDS) / 2);
    const end = await loadFor((SECONDS - WARM_SECONDS) / 2);

    console.info(`${end.answered - warm.answered} logins between, ${load.failed.length} undecided`);
    console.table(tableOf(warm.held, end.held));
    console.table({ warm: warm.rows, end: end.rows });
    expect(load.failed.length).toBeLessThan(end.answered / 100);
    expect(services.all.map(({ endings }) => endings)).toEqual(services.all.map(() => 0));
    expect(grown(warm.held, end.held)).toEqual([]);
    expect(leaked([warm, half, end])).toEqual([]);
    expect(end.rows.waiting).toBe(0);
    expect(end.rows.connections).toBeLessThanOrEqual(warm.rows.connections + A_FEW);
  },
);

/** Repeats calls that fail because the machine is busy while people are made. */
function askingAgain(client: ProtoClient, isWanted: () => boolean): ProtoClient {
  const call: ProtoClient['call'] = async (...asked) => {
    const answer = client.call(...asked);
    if (!isWanted()) return answer;
    try {
      return await answer;
    } catch (error) {
      if ((error as { code?: number }).code !== UNAVAILABLE) throw error;
      await sleep(1_000);
      return call(...asked);
    }
  };
  return { ...client, call };
}

interface Look {
  readonly held: ReadonlyMap<string, Held>;
  readonly answered: number;
}

/** Objects whose number in a process grows with the logins, between each pair of measurements. */
function leaked([warm, half, end]: readonly [Look, Look, Look]): string[] {
  const found: string[] = [];
  for (const [name, { objects }] of end.held) {
    const countIn = ({ held }: Look, what: string) => held.get(name)?.objects.get(what) ?? 0;
    for (const what of objects.keys()) {
      const grew = (from: Look, to: Look) =>
        (countIn(to, what) - countIn(from, what)) / (to.answered - from.answered);
      if (Math.min(grew(warm, half), grew(half, end)) < LEAKED) continue;
      const counts = [warm, half, end].map((look) => countIn(look, what)).join(', ');
      found.push(`${name}: ${what} ${counts}`);
    }
  }
  return found;
}

/** Gives passkeys a host of their own. */
function writeOwnSettings(home: string): void {
  mkdirSync(layoutOf(home).config, { recursive: true });
  const own = { hosts: [{ url: `https://${PROVIDER_HOST}` }] };
  writeFileSync(join(layoutOf(home).config, 'passkey.own.yaml'), JSON.stringify(own));
}

/** The processes that hold more than they may. */
function grown(warm: ReadonlyMap<string, Held>, end: ReadonlyMap<string, Held>): string[] {
  const found: string[] = [];
  for (const [name, now] of end) {
    const then = warm.get(name);
    if (then === undefined) continue;
    if (now.bytes > then.bytes * MORE) found.push(`${name}: ${then.bytes} to ${now.bytes} octets`);
    for (const what of ['handles', 'timers', 'files'] as const) {
      if (now[what] > Math.max(then[what] * MORE, then[what] + A_FEW)) {
        found.push(`${name}: ${then[what]} to ${now[what]} ${what}`);
      }
    }
  }
  return found;
}

function tableOf(warm: ReadonlyMap<string, Held>, end: ReadonlyMap<string, Held>) {
  const mib = (octets = 0) => (octets / 2 ** 20).toFixed(1);
  const rows = [...end].map(([name, now]) => {
    const then = warm.get(name);
    const of = (what: 'handles' | 'timers' | 'files') => `${then?.[what]} → ${now[what]}`;
    return [
      name,
      {
        'held, MiB': `${mib(then?.bytes)} → ${mib(now.bytes)}`,
        'resident, MiB': `${mib(then?.rss)} → ${mib(now.rss)}`,
        ...{ handles: of('handles'), timers: of('timers'), files: of('files') },
      },
    ] as const;
  });
  return Object.fromEntries(rows);
}

/** Resolves once no event waits any more, with what Postgres holds for Gatepost then. */
async function settled({ installation }: RunningInstallation) {
  const { layout, plan } = installation;
  const client = new pg.Client({
    ...{ host: '127.0.0.1', port: plan.postgres, user: 'postgres', database: 'gatepost' },
    password: readFileSync(`${layout.postgres}.password`, 'utf8').trimEnd(),
  });
  await client.connect();
  try {
    const { rows: schemas } = await client.query<{ schema: string }>(
      `select schemaname as schema from pg_tables where tablename = 'outbox'`,
    );
    const counts = schemas.map(({ schema }) => `(select count(*)::int from ${schema}.outbox)`);
    const sql = `select ${counts.join(' + ')} as waiting,
      (select count(*)::int from pg_stat_activity where usename like 'gatepost_%') as connections`;
    const until = performance.now() + QUIET_MS;
    for (;;) {
      const [row] = (await client.query<{ waiting: number; connections: number }>(sql)).rows;
      if (row === undefined) throw new Error('Postgres gave no row');
      if (row.waiting === 0 || performance.now() > until) return row;
      await sleep(200);
    }
  } finally {
    await client.end();
  }
}
