import { setTimeout as sleep } from 'node:timers/promises';
import { readAndVerify } from '../../cli/commands/audit/read-and-verify.js';
import type { Session } from '../../cli/session/session.js';
import {
  AuditServiceService as Audit,
  RecordServiceService as Records,
} from '../../libs/gen/gatepost/audit/v1/audit.js';
import type { Peer } from '../../libs/grpc/index.js';
import { openCheckpoint, parseVerifierKey } from '../../libs/merkle/index.js';
import type { Database } from '../../libs/pg/index.js';
import { systemRandom } from '../../libs/random/index.js';
import type { Position } from '../../services/audit/core/page-token.js';
import { createErasing } from '../../services/audit/storage/erasing.js';
import { createEvents } from '../../services/audit/storage/events.js';
import { ANY, within } from '../../services/audit/testing/calls.js';
import { loginEvent, POLICY, T0 } from '../../services/audit/testing/events.js';
import { connectAs, ORIGIN } from '../../services/audit/testing/serve-audit.js';
import { shareOf } from '../factors/shares.js';
import { startAuditProcess } from './audit-process.js';
import { diskUse } from './disk-use.js';
import { accountOf, DOMAINS, SPAN_MS } from './fill-record.js';

/** One cost, with its unit in `what`. */
export interface Measured {
  readonly what: string;
  readonly value: number;
}

const WARM_UP = 200;
const QUERIES = 600;
const APPENDED = 20_000;
const BATCH = 500;
const ERASED_BATCHES = 20;
/** Postgres's processes report what they did at most once a second. */
const STATISTICS_MS = 1500;
const HOUR = 3_600_000;

/** Measures the service in its own process, on a record that was filled. Appends 20,000 events and erases as many. */
export async function measureAtSize(of: {
  readonly db: Database;
  readonly address: Parameters<typeof startAuditProcess>[0]['address'];
  readonly dir: string;
  readonly size: number;
}): Promise<readonly Measured[]> {
  const { db, address, dir, size } = of;
  const octets = (await diskUse(db)).record / size;
  const audit = await startAuditProcess({ address, dir });
  const ports = [audit.port];
  const policy = await connectAs({ dir, role: 'service', name: 'policy', ports });
  const auditor = await connectAs({ dir, role: 'auditor', name: 'all', ports });
  try {
    const queries = await measureQueries(auditor, db, size);
    const { checkpoint, verifierKeys } = await newest(auditor);
    const log = { origin: ORIGIN, verifiers: verifierKeys.map(parseVerifierKey) };
    const { lastId, ...appending } = await measureAppend(policy, db);
    // Signs a checkpoint that covers it.
    await auditor.unary(Audit.prove, { eventId: lastId, treeSize: 0n }, within);
    const kept = openCheckpoint(checkpoint, log);
    const began = performance.now();
    const { report } = await readAndVerify(sessionOf(auditor), { log, kept, tail: true });
    const tail = (performance.now() - began) / 1000;
    if (report.findings.length > 0) throw new Error('the record does not verify');
    if (report.leaves !== APPENDED) throw new Error(`the tail has ${report.leaves} events`);
    return [
      ...queries,
      { what: `append ${BATCH} events, p50, ms`, value: appending.took },
      { what: 'pages of it, each event', value: appending.pages },
      { what: 'verify --tail of 20,000 events, s', value: tail },
      ...(await measureErasing(db)),
      { what: 'tables and indexes, octets an event', value: octets },
    ];
  } finally {
    policy.close();
    auditor.close();
    await audit.close();
  }
}

async function measureQueries(auditor: Peer, db: Database, size: number) {
  const ask = (filter: Partial<typeof ANY>) =>
    auditor.unary(
      Audit.query,
      { filter: { ...ANY, ...filter }, page: { size: 20, token: '' } },
      within,
    );
  const hourOf = (n: number) => {
    const since = new Date(T0 - SPAN_MS + ((n * 7919) % 9000) * HOUR);
    return { since, until: new Date(since.getTime() + HOUR) };
  };
  const domainOf = (n: number) => `d${(n * 31) % DOMAINS}.tld`;
  const events = createEvents({ database: db, reports: db });
  const { rows } = await db.query<{ id: string }>(
    'select event_id as id from leaf where index = any($1::bigint[])',
    [Array.from({ length: QUERIES }, (_, n) => Math.floor((size / QUERIES) * n))],
  );
  const own = (n: number) => {
    const account = { name: accountOf(n * 7919), domain: `d${(n * 7919) % DOMAINS}.tld` };
    return events.findOwn({ account, kind: 'changes', limit: 20 });
  };
  const asked: readonly (readonly [string, (n: number) => Promise<unknown>])[] = [
    ['query by account', (n) => ask({ account: accountOf(n * 7919) })],
    ["a person's own changes", own],
    ['query by domain and hour', (n) => ask({ domain: domainOf(n), ...hourOf(n) })],
    ['query by domain and decision', (n) => ask({ domain: domainOf(n), decision: 'DENY' })],
    ['query by id', (n) => ask({ eventId: rows[n % rows.length]?.id ?? '' })],
  ];
  const measured: Measured[] = [];
  for (const [what, query] of asked) {
    const { took, pages } = await measureQuery(db, query);
    measured.push({ what: `${what}, p50, ms`, value: took });
    measured.push({ what: 'pages of it', value: pages });
  }
  return measured;
}

async function measureQuery(db: Database, ask: (n: number) => Promise<unknown>) {
  for (let n = 0; n < WARM_UP; n++) await ask(n);
  const took: number[] = [];
  const pages = await pagesOf(db, async () => {
    for (let n = WARM_UP; n < QUERIES; n++) {
      const began = performance.now();
      await ask(n);
      took.push(performance.now() - began);
    }
  });
  return { took: shareOf(took, 0.5), pages: pages / took.length };
}

/** The pages that all of Postgres's processes used during `work`. They say so a second after they did. */
async function pagesOf(db: Database, work: () => Promise<unknown>): Promise<number> {
  const read = async () => {
    await sleep(STATISTICS_MS);
    const { rows } = await db.query<{ pages: number }>(
      'select blks_hit + blks_read as pages from pg_stat_database where datname = current_database()',
    );
    return rows[0]?.pages ?? 0;
  };
  const before = await read();
  await work();
  return (await read()) - before;
}

/** Appends events under numbers that the record gives. @returns ms for a batch, p50, and the id of the last event */
async function measureAppend(policy: Peer, db: Database) {
  const took: number[] = [];
  let lastId = '';
  const pages = await pagesOf(db, async () => {
    for (let from = 0; from < APPENDED; from += BATCH) {
      const events = Array.from({ length: BATCH }, (_, i) => {
        const n = (from + i) * 7919;
        lastId = systemRandom.id();
        const domain = `d${n % DOMAINS}.tld`;
        const data = { account: accountOf(n), padding: 'x'.repeat(448) };
        return { sequence: 0n, event: loginEvent(from + i, { id: lastId, domain, data }) };
      });
      const began = performance.now();
      await policy.unary(Records.record, { source: POLICY, events }, within);
      took.push(performance.now() - began);
    }
  });
  return { took: shareOf(took, 0.5), pages: pages / APPENDED, lastId };
}

/** The newest checkpoint; the first one is signed when it is asked for. */
function newest(auditor: Peer) {
  const request = { treeSize: 0n, consistentWith: 0n, atMost: false };
  return auditor.unary(Audit.checkpoint, request, within);
}

/** Erases the oldest events, as retention does. */
async function measureErasing(db: Database): Promise<Measured[]> {
  const erasing = createErasing({ database: db, appendEvent: async () => undefined });
  const { wal: before } = await diskUse(db);
  const took: number[] = [];
  let erased = 0;
  let behind: Position | undefined;
  for (let batch = 0; batch < ERASED_BATCHES; batch++) {
    const job = { selection: { oldest: true } as const, limit: 1000, ...(behind && { behind }) };
    const began = performance.now();
    const { count, last } = await erasing.erase(job, ({ indexes, count: all }) => {
      const cause = {
        kind: 'erased',
        cause: 'size',
        domain: undefined,
        eraser: undefined,
      } as const;
      return { ...cause, indexes, count: all };
    });
    took.push(performance.now() - began);
    erased += count;
    behind = last;
  }
  const { wal } = await diskUse(db);
  return [
    { what: 'retention, 1,000 events, p50, ms', value: shareOf(took, 0.5) },
    { what: 'WAL of retention, octets an event', value: (wal - before) / erased },
  ];
}

/** What `audit verify` needs of a session. */
function sessionOf(auditor: Peer): Session {
  return {
    call: (method: never, request: never) => auditor.unary(method, request, within),
    follow: (method: never, request: never) => auditor.serverStream(method, request),
    out: { progress: () => undefined },
  } as unknown as Session;
}
