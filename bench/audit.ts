/**
 * Measures the audit service as deployed: one replica as a separate process, over mutual TLS, with
 * an embedded Postgres that flushes to disk.
 *
 *   npm run build && node dist/bench/audit.js [events, 200000 by default]
 */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startOwnPostgres, type TestDatabase } from '../libs/embedded-postgres/testing.js';
import {
  AuditServiceService as Audit,
  RecordServiceService as Records,
} from '../libs/gen/gatepost/audit/v1/audit.js';
import type { Peer } from '../libs/grpc/index.js';
import { systemRandom } from '../libs/random/index.js';
import { ANY, verify, within } from '../services/audit/testing/calls.js';
import { loginEvent, POLICY } from '../services/audit/testing/events.js';
import { migrateRecord } from '../services/audit/testing/open-record.js';
import { connectAs, serveAudit } from '../services/audit/testing/serve-audit.js';

const BATCH = 500;
interface Served {
  readonly address: ReturnType<TestDatabase['address']>;
  readonly dir: string;
}

if (process.send !== undefined) await serveHere(JSON.parse(process.argv[2] ?? ''));
else await measure(Number(process.argv[2] ?? 200_000));

async function serveHere({ address, dir }: Served): Promise<void> {
  const audit = await serveAudit({ address: () => address }, { dir });
  process.send?.(audit.replicas[0]?.port);
  process.once('disconnect', () => audit.close().then(() => process.exit(0)));
}

async function measure(events: number): Promise<void> {
  const server = await startOwnPostgres({ settings: { fsync: 'on', full_page_writes: 'on' } });
  const database = await server.createDatabase(['audit']);
  await migrateRecord(database);
  const dir = mkdtempSync(join(tmpdir(), 'gatepost-measure-'));
  const served: Served = { address: database.address('audit'), dir };
  const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(served)]);
  try {
    const port = await new Promise<number>((done) => child.once('message', (p) => done(Number(p))));
    const policy = await connectAs({ dir, role: 'service', name: 'policy', ports: [port] });
    const auditor = await connectAs({ dir, role: 'auditor', name: 'all', ports: [port] });
    await measureRecord(policy, { events: 10_000, first: 1 });
    const small = await measureQuery(auditor);
    await measureRecord(policy, { events: events - 10_000, first: 10_001 });
    const large = await measureQuery(auditor);
    const ratio = (large / small).toFixed(2);
    console.log(
      `query by account: 10000 events ${small.toFixed(2)} ms, ${events} ${large.toFixed(2)} ms: ×${ratio}`,
    );
    await measureVerify(auditor);
  } finally {
    await stop(child);
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    child.once('exit', () => done());
    child.disconnect();
  });
}

/**
 * One sender that works like the relay: one batch at a time, and the next is made while one is on
 * its way.
 */
async function measureRecord(policy: Peer, plan: { events: number; first: number }): Promise<void> {
  const make = (first: number) =>
    makeBatch(first, Math.min(BATCH, plan.first + plan.events - first));
  const took: number[] = [];
  const began = performance.now();
  let next = make(plan.first);
  for (let first = plan.first; first < plan.first + plan.events; first += BATCH) {
    const sent = performance.now();
    const answer = policy.unary(Records.record, { source: POLICY, events: next }, within);
    next = make(first + BATCH);
    await answer;
    took.push(performance.now() - sent);
  }
  const seconds = (performance.now() - began) / 1000;
  took.sort((x, y) => x - y);
  const p = (part: number) => took[Math.floor(took.length * part)]?.toFixed(0);
  console.log(
    `record: ${plan.events} events of ${next[0]?.event.length ?? 0} octets in ${seconds.toFixed(1)} s:`,
    `${(plan.events / seconds).toFixed(0)}/s; a batch of ${BATCH}: p50 ${p(0.5)} ms, p99 ${p(0.99)} ms`,
  );
}

function makeBatch(first: number, count: number) {
  return Array.from({ length: Math.max(count, 1) }, (_, i) => {
    const n = first + i;
    const domain = `d${n % 500}.tld`;
    const data = {
      account: `user${(n * 7919) % 20_011}@${domain}`,
      client_ip: `10.${n % 200}.${(n >> 3) % 256}.${(n * 31) % 256}`,
      // Makes the event as large as that of a login.
      presented: ['password'],
      padding: 'x'.repeat(400),
    };
    const event = loginEvent(n, { id: systemRandom.id(), domain, data });
    return { sequence: BigInt(n), event };
  });
}

/** Median of queries for accounts that have events, in ms. */
async function measureQuery(auditor: Peer): Promise<number> {
  const took: number[] = [];
  for (let n = 1; n <= 400; n++) {
    const account = `user${(n * 7919) % 20_011}@d${n % 500}.tld`;
    const began = performance.now();
    const page = { size: 20, token: '' };
    const { events } = await auditor.unary(
      Audit.query,
      { filter: { ...ANY, account }, page },
      within,
    );
    if (n > 100) took.push(performance.now() - began);
    if (events.length === 0) throw new Error(`${account} was not found`);
  }
  took.sort((x, y) => x - y);
  return took[took.length >> 1] as number;
}

async function measureVerify(auditor: Peer): Promise<void> {
  const began = performance.now();
  const { leaves, findings } = await verify(auditor, []);
  const seconds = (performance.now() - began) / 1000;
  console.log(
    `verify: ${leaves} leaves in ${seconds.toFixed(1)} s: ${(leaves / seconds).toFixed(0)}/s,`,
    `${findings.length} findings`,
  );
}
