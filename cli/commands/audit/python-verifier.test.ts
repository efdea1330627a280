import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import canonicalize from 'canonicalize';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { packageRoot } from '../../../libs/config/index.js';
import type { RecordedEvent } from '../../../libs/gen/gatepost/audit/v1/audit.js';
import {
  appendLeaves,
  EMPTY_FRONTIER,
  formatVerifierKey,
  hashEvent,
  noteSigner,
  rootOf,
  signCheckpoint,
} from '../../../libs/merkle/index.js';
import { EXPORT_FORMATS } from './export-format.js';

const ORIGIN = 'audit.test/record';
const VERIFIER = join(packageRoot, 'cli/commands/audit/testing/verify_record.py');
const { privateKey } = generateKeyPairSync('ed25519');
const signer = noteSigner(ORIGIN, privateKey.export({ type: 'pkcs8', format: 'pem' }));

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'gatepost-python-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

type Leaf = RecordedEvent & { readonly leafHash: Buffer };

function leaf(index: number, type: string, data: object): Leaf {
  const source = `/gatepost/${type.includes('.audit.') ? 'audit' : 'policy'}`;
  const event = Buffer.from(canonicalize({ type, source, id: `${index}`, data }) as string);
  const salt = Buffer.alloc(16, index + 1);
  const leafHash = hashEvent(salt, event);
  return {
    ...{ index: BigInt(index), source, sequence: BigInt(index + 1), event, salt, leafHash },
    recordedAt: new Date(0),
  };
}

/** Texts in which spellings of JSON differ: escapes, characters beyond the BMP, keys in two orders. */
const ODD = { '\u{1F511}': 1, '\uFB33': 'a\u0001\b\n"\\/\u2028é', z: [true, null, 7, {}] };
const leaves = Array.from({ length: 21 }, (_, n) => leaf(n, 'gatepost.login.v1', { n, ...ODD }));
leaves.push(leaf(21, 'gatepost.audit.erased.v1', { indexes: '3-4,9' }));
const NOTHING = Buffer.alloc(0);
const erase = (each: Leaf) => ({ ...each, event: NOTHING, salt: NOTHING });
const record = leaves.map((each, n) => ([3, 4, 9].includes(n) ? erase(each) : each));

/** The output of the Python program for the exported record and a checkpoint of its first 20 leaves. */
async function verified(exported: readonly Leaf[], key = formatVerifierKey(signer)) {
  const hashes = leaves.slice(0, 20).map(({ leafHash }) => leafHash);
  const root = rootOf(appendLeaves(EMPTY_FRONTIER, hashes));
  const files = { record: join(dir, 'record.jsonl'), kept: join(dir, 'kept.checkpoint') };
  const lines = exported.map((each) => EXPORT_FORMATS.jsonl?.line(each, each.leafHash));
  writeFileSync(files.record, lines.map((line) => `${line}\n`).join(''));
  writeFileSync(files.kept, signCheckpoint({ origin: ORIGIN, size: 20, root }, [signer]));
  const args = [VERIFIER, files.record, files.kept, key];
  return promisify(execFile)('python3', args).then(
    ({ stdout }) => stdout.trim(),
    ({ stderr }) => stderr.trim(),
  );
}

const with7 = (change: Partial<Leaf>) =>
  record.map((each, n) => (n === 7 ? { ...each, ...change } : each));
const other = leaf(7, 'gatepost.login.v1', { n: 8 });
const { publicKey: anotherKey } = noteSigner(
  ORIGIN,
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }),
);

it('a verifier that was written from the page of events alone accepts a record as it is', async () => {
  expect(await verified(record)).toBe('22 events, the first 20 as they were signed');
});

it.each([
  ['an event that was changed', with7({ event: other.event }), 'event 7 was changed'],
  ['an event changed with its leaf', with7(other), 'are not those that were signed'],
  ['a leaf that is gone', record.toSpliced(7, 1), 'leaf 7 is missing'],
  ['an erasure that no event tells of', with7(erase(other)), 'what was erased: [7]'],
])('and finds %s', async (_, exported, said) => {
  const fixed = exported.map((each, n) =>
    said.includes('[7]') && n === 7 ? { ...each, leafHash: record[7]?.leafHash as Buffer } : each,
  );
  expect(await verified(fixed)).toContain(`NOT as it should be: `);
  expect(await verified(fixed)).toContain(said);
});

it('and believes no other key', async () => {
  const key = { ...signer, publicKey: anotherKey };
  expect(await verified(record, formatVerifierKey(key))).toContain('not a verifier key');
});
