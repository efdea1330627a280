import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkpointArchive } from './checkpoint-archive.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'gatepost-archive-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const TEXT = 'audit.test/record\n12\nroot\n\n';
const signed = `${TEXT}\u2014 log AAAA\n`;

test('a checkpoint is a file of its own, and one with more signatures is another', async () => {
  const archive = checkpointArchive(join(dir, 'new'));
  await archive.write({ size: 12, note: signed });
  await archive.write({ size: 12, note: `${signed}\u2014 witness BBBB\n` });
  await archive.write({ size: 7, note: signed });
  const files = readdirSync(join(dir, 'new')).toSorted();
  expect(files).toEqual([
    '0000000000000007-1.checkpoint',
    '0000000000000012-1.checkpoint',
    '0000000000000012-2.checkpoint',
  ]);
  expect(readFileSync(join(dir, 'new', files[1] ?? ''), 'utf8')).toBe(signed);
});

test('a file is never changed: the same checkpoint may come again, another of its size is refused', async () => {
  const archive = checkpointArchive(dir);
  await archive.write({ size: 12, note: signed });
  await archive.write({ size: 12, note: signed.replace('AAAA', 'BBBB') });
  const other = { size: 12, note: signed.replace('root', 'another') };
  await expect(archive.write(other)).rejects.toThrow('has another checkpoint of this size');
  const [file = ''] = readdirSync(dir);
  expect(readFileSync(join(dir, file), 'utf8')).toBe(signed);
});
