import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { packageRoot } from '../../../libs/config/index.js';
import type { SharedChecker } from '../ports/checker.js';
import { checkInWorkers, type WorkerLimits } from './check-in-workers.js';

const filename = join(packageRoot, 'dist', 'services', 'policy', 'jobs', 'checker-worker.js');
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function open(limits: WorkerLimits = {}) {
  const checker = checkInWorkers({ filename, ...limits });
  closing.push(checker.close);
  return checker;
}

const read = (checker: SharedChecker, text: string, caller = 'a') =>
  checker
    .within({ caller, everywhere: false })
    .readSources([{ file: 'x.yaml', text, documents: ['a.tld'] }]);

const GOOD = 'domain: a.tld\nrules: [{ name: all, require: password }]\n';

it('reports little about a mebibyte of commas, and reads on', async () => {
  const checker = open();
  const { problems } = await read(checker, `[${','.repeat(1_048_000)}]`);
  expect(problems.length).toBeLessThan(10);
  const wrong = await read(checker, `[${', '.repeat(90_000)}]`);
  expect(wrong.problems.length).toBeLessThanOrEqual(1001);
  expect((await read(checker, GOOD)).problems).toEqual([]);
});

it('refuses what takes more memory than it may, and reads what others sent', async () => {
  const checker = open({ memoryMb: 24 });
  const rules = Array.from({ length: 15_000 }, (_, n) => `- { name: r${n}, require: password }\n`);
  const wide = read(checker, `domain: a.tld\nrules:\n${rules.join('')}`);
  const other = read(checker, GOOD, 'b');
  await expect(wide).rejects.toMatchObject({
    code: 'RESOURCE_EXHAUSTED',
    message: 'checking the documents takes too much memory',
  });
  expect((await other).problems).toEqual([]);
  expect((await read(checker, GOOD)).problems).toEqual([]);
});

it('refuses what takes longer than it may', async () => {
  const checker = open({ taskMs: 1 });
  await expect(read(checker, GOOD)).rejects.toMatchObject({
    code: 'RESOURCE_EXHAUSTED',
    message: 'checking the documents takes too long',
  });
});

it('decides recorded logins again in a thread that is ended when it takes too long', async () => {
  const task = { events: [], decidedBy: [], forms: [], signIns: [] };
  const checker = open({ taskMs: 1 }).within({ caller: 'a', everywhere: false });
  await expect(checker.replay(task as never)).rejects.toMatchObject({
    code: 'RESOURCE_EXHAUSTED',
    message: 'checking the documents takes too long',
  });
});
