import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from '../../libs/embedded-postgres/testing.js';
import { AuditServiceService as Audit } from '../../libs/gen/gatepost/audit/v1/audit.js';
import type { Peer } from '../../libs/grpc/index.js';
import {
  createTimesVerifier,
  type Finding,
  hashEvent,
  openCheckpoint,
  type SignedCheckpoint,
} from '../../libs/merkle/index.js';
import { type Database, openDatabase } from '../../libs/pg/index.js';
import { until } from '../../libs/testing/until.js';
import { rememberCheckpoint } from './storage/remembered-checkpoint.js';
import { logins, record, verify, within } from './testing/calls.js';
import { batchOf, loginEvent } from './testing/events.js';
import { migrateRecord, openRecord, silent } from './testing/open-record.js';
import { newKey, type ServedAudit, serveAudit } from './testing/serve-audit.js';

let server: TestPostgres;
let database: TestDatabase;
let audit: ServedAudit;
let auditor: Peer;
let attacker: Database;
/** What an auditor kept: the checkpoints at 100, 200, 300 events. */
let kept: SignedCheckpoint[];

const key = newKey();

beforeAll(async () => {
  server = await startTestPostgres();
});
afterAll(() => server.stop());
beforeEach(async () => {
  database = await server.createDatabase(['audit']);
  await migrateRecord(database);
  audit = await serveAudit(database, { keys: [key] });
  auditor = await audit.as('auditor', 'all');
  const policy = await audit.as('service', 'policy');
  kept = [];
  for (const first of [1, 101, 201]) {
    await record(policy, logins(first, first + 99), first);
    await audit.replicas[0]?.publish();
    kept.push(openCheckpoint(await newest(), audit.trusted));
  }
  // The superuser of the database, not the service's role: nothing in Postgres is in the way.
  attacker = openDatabase({ ...database.admin, schema: 'audit', log: silent });
});
afterEach(async () => {
  await attacker.close();
  await audit.close();
  await database.drop();
});

async function newest(): Promise<Buffer> {
  const request = { treeSize: 0n, consistentWith: 0n, atMost: false };
  return (await auditor.unary(Audit.checkpoint, request, within)).checkpoint;
}

const findings = async (): Promise<readonly Finding[]> => (await verify(auditor, kept)).findings;

test('an unchanged record has no findings', async () => {
  expect(await findings()).toEqual([]);
});

test('a time of recording that was changed is outside of the signed times around it', async () => {
  const outside = async () => {
    const times = createTimesVerifier(kept);
    for await (const { events } of auditor.serverStream(Audit.leaves, { from: 0n, to: 0n })) {
      times.add(
        events.map(({ index, recordedAt }) => {
          return { index: Number(index), recordedAt: recordedAt?.getTime() ?? 0 };
        }),
      );
    }
    return times.report().outside;
  };
  expect(await outside()).toEqual([]);
  await attacker.query(
    "update leaf set recorded_at = recorded_at - interval '1 hour' where index = 120",
  );
  await attacker.query(
    "update leaf set recorded_at = recorded_at + interval '1 hour' where index = 7",
  );
  expect(await outside()).toEqual([
    { begin: 7, end: 8 },
    { begin: 120, end: 121 },
  ]);
});

test('an event that was changed is named', async () => {
  await attacker.query('update leaf set event = $1 where index = 120', [
    loginEvent(121, { data: { decision: 'DENY' } }),
  ]);
  expect(await findings()).toEqual([{ kind: 'event-changed', index: 120, proven: true }]);
});

test('an event that is no longer text is named', async () => {
  await attacker.query("update leaf set event = '\\xff00' where index = 120");
  expect(await findings()).toEqual([{ kind: 'event-changed', index: 120, proven: true }]);
});

test('an event changed with its leaf hash is found between two checkpoints', async () => {
  const event = loginEvent(121, { data: { decision: 'DENY' } });
  const salt = Buffer.alloc(16, 1);
  const change = 'update leaf set event = $1, salt = $2, hash = $3 where index = 120';
  await attacker.query(change, [event, salt, hashEvent(salt, event)]);
  const range = { begin: 100, end: 200 };
  expect(await findings()).toEqual([{ kind: 'tree-changed', range }]);
  // Nor does the service sign what is not what it signed before.
  await attacker.query('delete from checkpoint where size = 300');
  await expect(audit.replicas[0]?.publish()).rejects.toMatchObject({ code: 'DATA_LOSS' });
  await until('it is told', async () =>
    expect((await audit.said()).map(({ data }) => data)).toEqual([{ size: 200 }]),
  );
});

/** A record of the attacker's own in place of what was there, consistent in itself. */
async function rewrite(last: number): Promise<void> {
  for (const table of ['leaf', 'subtree', 'checkpoint', 'source']) {
    await attacker.query(`delete from ${table}`);
  }
  await attacker.query("update tree set size = 0, peaks = ''");
  const forger = openRecord(database);
  await forger.ledger.append(batchOf(2, last));
  await forger.close();
}

test.each([
  ['as long as what was signed', 301],
  ['longer', 401],
  ['shorter', 151],
])('a record rewritten, %s, is not signed again by who signed the other', async (_, last) => {
  await rewrite(last);
  await expect(audit.replicas[0]?.publish()).rejects.toMatchObject({ code: 'DATA_LOSS' });
  await until('it is told', async () =>
    expect((await audit.said()).map(({ data }) => data)).toEqual([{ size: 300 }]),
  );
});

test('what was signed is remembered when the process is another, and nothing else is', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'gatepost-notary-'));
  const file = join(dir, 'signed', 'audit-1.checkpoint');
  try {
    await audit.close();
    const serve = async () => {
      const lastSigned = rememberCheckpoint('audit.test/record', file);
      audit = await serveAudit(database, { keys: [key], lastSigned });
    };
    await serve();
    const policy = await audit.as('service', 'policy');
    await record(policy, logins(301, 350), 301);
    await audit.replicas[0]?.publish();
    await audit.close();
    await rewrite(401);
    await serve();
    await expect(audit.replicas[0]?.publish()).rejects.toMatchObject({ code: 'DATA_LOSS' });
    expect(() => rememberCheckpoint('another/record', file)).toThrow('holds a checkpoint of');
    writeFileSync(file, 'nonsense');
    expect(() => rememberCheckpoint('audit.test/record', file)).toThrow();
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});

test('an event that was deleted is missed', async () => {
  await attacker.query('delete from leaf where index = 120');
  const range = { begin: 120, end: 121 };
  expect(await findings()).toEqual([{ kind: 'leaves-missing', range }]);
});

test('an event that was deleted, and the gap closed, is found between two checkpoints', async () => {
  await attacker.query('delete from leaf where index = 120');
  await attacker.query('update leaf set index = -index where index > 120');
  await attacker.query('update leaf set index = -index - 1 where index < 0');
  await attacker.query('update tree set size = 299');
  const range = { begin: 100, end: 200 };
  expect(await findings()).toEqual([
    { kind: 'tree-changed', range },
    { kind: 'truncated', range: { begin: 299, end: 300 } },
  ]);
});

test('an event that was inserted is found between two checkpoints', async () => {
  await attacker.query('update leaf set index = -index where index >= 120');
  await attacker.query('update leaf set index = 1 - index where index < 0');
  const event = loginEvent(999);
  const salt = Buffer.alloc(16, 1);
  await attacker.query(
    `insert into leaf (index, hash, source, sequence, event_id, recorded_at, salt, event)
     select 120, $1, source, 999, 'x', recorded_at, $2, $3 from leaf where index = 119`,
    [hashEvent(salt, event), salt, event],
  );
  await attacker.query('update tree set size = 301');
  const range = { begin: 100, end: 200 };
  expect(await findings()).toEqual([{ kind: 'tree-changed', range }]);
});

test('two events that were swapped are named, or found between two checkpoints', async () => {
  await attacker.query(
    `update leaf set event = other.event, salt = other.salt from leaf other
     where leaf.index in (120, 130) and other.index in (120, 130) and leaf.index <> other.index`,
  );
  expect(await findings()).toEqual([
    { kind: 'event-changed', index: 120, proven: true },
    { kind: 'event-changed', index: 130, proven: true },
  ]);
  await attacker.query(
    `update leaf set hash = other.hash from leaf other
     where leaf.index in (120, 130) and other.index in (120, 130) and leaf.index <> other.index`,
  );
  const range = { begin: 100, end: 200 };
  expect(await findings()).toEqual([{ kind: 'tree-changed', range }]);
});

test('an erasure that no event tells of is found', async () => {
  await attacker.query('update leaf set event = null, salt = null where index between 7 and 9');
  const range = { begin: 7, end: 10 };
  expect(await findings()).toEqual([{ kind: 'erased-unaccounted', range }]);
});

test('a record that was cut off is shorter than a checkpoint that was kept', async () => {
  await attacker.query('delete from leaf where index >= 250');
  await attacker.query('delete from subtree');
  await attacker.query('delete from checkpoint where size > 200');
  await attacker.query('update tree set size = 250');
  const range = { begin: 250, end: 300 };
  expect(await findings()).toEqual([{ kind: 'truncated', range }]);
});

test('a record rewritten as a whole, and signed anew, is not the one that was kept', async () => {
  await audit.close();
  for (const table of ['leaf', 'subtree', 'checkpoint', 'source']) {
    await attacker.query(`delete from ${table}`);
  }
  await attacker.query("update tree set size = 0, peaks = ''");
  const forger = openRecord(database);
  await forger.ledger.append(batchOf(2, 301));
  await forger.close();
  audit = await serveAudit(database, { keys: [newKey()] });
  auditor = await audit.as('auditor', 'all');
  await audit.replicas[0]?.publish();
  // To the forger's own key all is well; to the one that was pinned nothing is.
  const note = await newest();
  expect(openCheckpoint(note, audit.trusted).size).toBe(300);
  const pinned = { origin: audit.trusted.origin, verifiers: kept[0]?.signedBy ?? [] };
  expect(() => openCheckpoint(note, pinned)).toThrow(/no key that is known/);
  const range = { begin: 0, end: 100 };
  expect(await findings()).toEqual([{ kind: 'tree-changed', range }]);
});

test('with the stolen key too, the checkpoint that was kept tells', async () => {
  await audit.close();
  for (const table of ['leaf', 'subtree', 'checkpoint', 'source']) {
    await attacker.query(`delete from ${table}`);
  }
  await attacker.query("update tree set size = 0, peaks = ''");
  audit = await serveAudit(database, { keys: [key] });
  auditor = await audit.as('auditor', 'all');
  const policy = await audit.as('service', 'policy');
  await record(policy, logins(1, 400));
  await audit.replicas[0]?.publish();
  kept.push(openCheckpoint(await newest(), audit.trusted));
  // Even with the very same events: their salts were drawn anew.
  expect(await findings()).toEqual([{ kind: 'tree-changed', range: { begin: 0, end: 100 } }]);
});

test('what hides an event from a search, or a gap from view, is named', async () => {
  const compared = async () => {
    const parts = [];
    for await (const part of auditor.serverStream(Audit.checkIndex, { from: 0n }, within))
      parts.push(part);
    return {
      differing: parts.flatMap(({ differing }) => differing.map(Number)),
      miscounted: parts.flatMap(({ miscounted }) => miscounted),
    };
  };
  expect(await compared()).toEqual({ differing: [], miscounted: [] });
  await attacker.query("update leaf set account = 'x@a.tld' where index = 10");
  await attacker.query('update leaf set client_ip = null where index = 11');
  await attacker.query("update leaf set time = time - interval '1 day' where index = 12");
  await attacker.query("update leaf set event_id = 'another' where index = 13");
  await attacker.query("update source set numbers = numbers + '{[301,400)}'");
  expect(await compared()).toEqual({
    differing: [10, 11, 12, 13],
    miscounted: ['/gatepost/policy'],
  });
});
