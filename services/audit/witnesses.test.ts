import { mkdtempSync, rmSync } from 'node:fs';
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
import { openCheckpoint, openCosignatures } from '../../libs/merkle/index.js';
import { openDatabase } from '../../libs/pg/index.js';
import { until } from '../../libs/testing/until.js';
import { checkpointArchive } from './clients/checkpoint-archive.js';
import { witnessClient } from './clients/witness-client.js';
import { askWitnesses } from './jobs/ask-witnesses.js';
import { logins, record, within } from './testing/calls.js';
import { migrateRecord, silent } from './testing/open-record.js';
import { type ServedAudit, serveAudit } from './testing/serve-audit.js';
import { startWitness, type WitnessServer } from './testing/witness-server.js';

let server: TestPostgres;
let database: TestDatabase;
let audit: ServedAudit;
let auditor: Peer;
let policy: Peer;
let witnesses: readonly WitnessServer[];
let first: WitnessServer;
let second: WitnessServer;
let written: { size: number; note: string }[];

beforeAll(async () => {
  server = await startTestPostgres();
});
afterAll(() => server.stop());
beforeEach(async () => {
  database = await server.createDatabase(['audit']);
  await migrateRecord(database);
  first = await startWitness('witness.test/1', () => audit.trusted);
  second = await startWitness('witness.test/2', () => audit.trusted);
  witnesses = [first, second];
  written = [];
  audit = await serveAudit(database, {
    witnesses: witnesses.map(witnessClient),
    archive: { write: async ({ size, note }) => void written.push({ size, note }) },
  });
  policy = await audit.as('service', 'policy');
  auditor = await audit.as('auditor', 'all');
});
afterEach(async () => {
  await audit.close();
  for (const each of witnesses) await each.close();
  await database.drop();
});

/** Records events up to this number, signs a checkpoint, and asks the witnesses. */
async function grow(from: number, to: number): Promise<void> {
  await record(policy, logins(from, to), from);
  await replica().publish();
  await askWitnesses(replica());
}

function replica() {
  const [only] = audit.replicas;
  if (only === undefined) throw new Error('no replica runs');
  return only;
}

async function newest(): Promise<{ size: number; by: string[] }> {
  const request = { treeSize: 0n, consistentWith: 0n, atMost: false };
  const { checkpoint } = await auditor.unary(Audit.checkpoint, request, within);
  const { size } = openCheckpoint(checkpoint, audit.trusted);
  const keys = witnesses.map(({ key }) => key);
  return { size, by: openCosignatures(checkpoint, keys).map(({ witness }) => witness.name) };
}

const failures = async (name: string) => {
  const metric = replica().metrics.registry.getSingleMetric(
    'gatepost_audit_witness_failures_total',
  );
  const { values = [] } = (await metric?.get()) ?? {};
  return values.find(({ labels }) => labels.witness === name)?.value ?? 0;
};

test('each checkpoint is cosigned, and served and archived with its cosignatures', async () => {
  await grow(1, 100);
  expect(await newest()).toEqual({ size: 100, by: ['witness.test/1', 'witness.test/2'] });
  await grow(101, 333);
  expect(await newest()).toEqual({ size: 333, by: ['witness.test/1', 'witness.test/2'] });
  expect(first.asked).toEqual([0, 100]);
  // A checkpoint that is cosigned already is not sent again.
  await askWitnesses(replica());
  expect(first.asked).toEqual([0, 100]);
  expect(written.map(({ size, note }) => [size, note.split('\n\u2014 ').length - 1])).toEqual([
    [100, 1],
    [100, 3],
    [333, 1],
    [333, 3],
  ]);
});

test('a witness that cosigned another size is asked again from that size', async () => {
  await grow(1, 100);
  const db = openDatabase({ ...database.address('audit'), log: silent });
  await db.query('delete from cosignature');
  await db.close();
  await grow(101, 150);
  expect(await newest()).toEqual({ size: 150, by: ['witness.test/1', 'witness.test/2'] });
  expect(first.asked).toEqual([0, 0, 100]);
});

test.each<[string, (witness: WitnessServer) => void]>([
  ['is down', (each) => void each.close()],
  ['answers an error', (each) => (each.answer = (to) => to.writeHead(500).end('not now'))],
  ['redirects', (each) => (each.answer = (to) => to.writeHead(302, { location: '/' }).end())],
  ['answers with nothing', (each) => (each.answer = (to) => to.writeHead(200).end())],
  [
    'answers with the signature of another',
    (each) => (each.answer = (to) => to.writeHead(200).end(OF_ANOTHER)),
  ],
  [
    'answers with its own signature on something else',
    (each) =>
      (each.answer = (to) => {
        const wrong = Buffer.concat([Buffer.from(each.key.keyId, 'hex'), Buffer.alloc(72)]);
        to.writeHead(200).end(`\u2014 ${each.key.name} ${wrong.toString('base64')}\n`);
      }),
  ],
  [
    'says a size that is none',
    (each) =>
      (each.answer = (to) =>
        to.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end('a hundred\n')),
  ],
  ['cosigned a larger tree', (each) => (each.latest = { size: 999, root: Buffer.alloc(32) })],
  ['cosigned another tree', (each) => (each.latest = { size: 50, root: Buffer.alloc(32, 1) })],
  [
    'answers without end',
    (each) =>
      (each.answer = (to) => {
        to.writeHead(200);
        const send = () => {
          while (to.write(Buffer.alloc(65_536, 0x61)));
        };
        to.on('drain', send);
        send();
      }),
  ],
])(
  'a witness that %s is counted, and holds up neither the other nor signing',
  async (_, breakIt) => {
    breakIt(second);
    await grow(1, 100);
    expect(await newest()).toEqual({ size: 100, by: ['witness.test/1'] });
    expect(await failures('witness.test/2')).toBe(1);
    expect(await failures('witness.test/1')).toBe(0);
    await grow(101, 120);
    expect(await newest()).toEqual({ size: 120, by: ['witness.test/1'] });
  },
);

const OF_ANOTHER =
  '\u2014 remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==\n';

test('a checkpoint that cannot be archived is signed and counted', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'gatepost-archive-'));
  try {
    await audit.close();
    audit = await serveAudit(database, { archive: checkpointArchive(join(dir, 'file\0')) });
    policy = await audit.as('service', 'policy');
    auditor = await audit.as('auditor', 'all');
    await grow(1, 10);
    expect((await newest()).size).toBe(10);
    const metric = replica().metrics.registry.getSingleMetric(
      'gatepost_audit_archive_failures_total',
    );
    await until('it is counted', async () => {
      expect((await metric?.get())?.values[0]?.value).toBe(1);
    });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
