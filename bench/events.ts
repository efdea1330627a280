import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOwnPostgres } from '../libs/embedded-postgres/testing.js';
import { openOutbox, quiet } from '../libs/events/testing/outbox-database.js';
import { openDatabase } from '../libs/pg/index.js';
import { recordSink } from '../libs/service/index.js';
import { POLICY } from '../services/audit/testing/events.js';
import { migrateRecord } from '../services/audit/testing/open-record.js';
import { connectAs } from '../services/audit/testing/serve-audit.js';
import type { Bench, Figures } from './bench.js';
import { startAuditProcess } from './events/audit-process.js';
import { type Cost, measureAuthorize } from './events/authorize.js';
import { diskUseOf } from './events/disk-use.js';
import {
  fillWithCopies,
  measureCheckIndex,
  measureQuery,
  measureVerify,
} from './events/read-record.js';
import { openWay, PER_SECOND } from './events/way-to-record.js';

const SMALL = 10_000;
const SUSTAINED = 100_000;
const LARGE = Number(process.env.BENCH_EVENTS ?? 2_000_000);
const PACED_SECONDS = 15;
const FILL_TIMEOUT_MS = 120_000;

export const bench: Bench = {
  about: 'events from commit to record, their lag, verifying the record, asking it',
  async run(tell) {
    const postgres = await startOwnPostgres({
      settings: { fsync: 'on', full_page_writes: 'on', max_wal_size: '4GB' },
    });
    const dir = mkdtempSync(join(tmpdir(), 'gatepost-bench-'));
    const database = await postgres.createDatabase(['audit', 'policy']);
    await migrateRecord(database);
    const db = await openOutbox(database, 'policy');
    const address = database.address('audit');
    const audit = await startAuditProcess({ address, dir });
    const ports = [audit.port];
    const policy = await connectAs({ dir, role: 'service', name: 'policy', ports });
    const auditor = await connectAs({ dir, role: 'auditor', name: 'all', ports });
    const record = recordSink({ audit: policy, source: POLICY });
    const way = openWay({ db, record });
    const figures: Figures[] = [];
    const note = (what: string, value: number, unit: string) =>
      figures.push({ what, value: value.toPrecision(3), unit });
    try {
      await way.sustain(SMALL);
      const few = await measureQuery(auditor);
      tell(`${SUSTAINED} events as fast as they go`);
      const sustained = await diskUseOf(db, SUSTAINED, async () => {
        note('commit to record, sustained', await way.sustain(SUSTAINED), 'events a second');
      });
      note('the record with its indexes', sustained.record, 'octets an event');
      note('WAL of outbox and record, sustained', sustained.wal, 'octets an event');
      tell('500 events a second');
      const paced = await diskUseOf(db, PACED_SECONDS * PER_SECOND, async () => {
        const { p50, p99 } = await way.lag(PACED_SECONDS);
        note('lag at 500 a second, p50', p50, 'ms');
        note('lag at 500 a second, p99', p99, 'ms');
      });
      note('WAL of outbox and record, at 500 a second', paced.wal, 'octets an event');
      await way.close();
      tell('Authorize with its event and without');
      const sides = [{ event: true }, { event: false }];
      const served = { address: database.address('policy'), dir };
      const [recorded, bare] = (await measureAuthorize(served, sides)) as [Cost, Cost];
      note('Authorize with its event, p50', recorded.p50Ms, 'ms');
      note('Authorize without, p50', bare.p50Ms, 'ms');
      note('Authorize with its event, CPU of policy', recorded.cpuMs, 'ms');
      note('Authorize without, CPU of policy', bare.cpuMs, 'ms');
      tell('verifying');
      await measureVerify(auditor);
      note('verify', await measureVerify(auditor), 'events a second');
      note(
        'compare the index with the events',
        await measureCheckIndex(auditor),
        'events a second',
      );
      tell(`filling up to ${LARGE} events`);
      const filler = openDatabase({ ...address, log: quiet, statementTimeoutMs: FILL_TIMEOUT_MS });
      await fillWithCopies(filler, LARGE);
      await filler.close();
      const many = await measureQuery(auditor);
      note(`query by account, ${SMALL} events, p50`, few, 'ms');
      note(`query by account, ${LARGE} events, p50`, many, 'ms');
      note('of it, ratio', many / few, '');
    } finally {
      await way.close();
      policy.close();
      auditor.close();
      await db.close();
      await audit.close();
      await postgres.stop();
      rmSync(dir, { recursive: true, force: true });
    }
    return { figures, notes: NOTES };
  },
};

const NOTES = [
  'Authorize: 8 at once over mutual TLS, 3,000 logins each way in turns, whom policy asks answers at once',
  'one replica of audit and Postgres (fsync on) as processes, the outbox, its relay and the auditor in a third',
];
