import { expect, it } from 'vitest';
import type { CheckJob } from '../ports/checker.js';
import { shareThreads } from './share-threads.js';

/** Tasks that note when they begin, and end when they are told. */
function bench() {
  const turns = shareThreads(2);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const run = (name: string, job: Partial<CheckJob> = {}) =>
    turns.run({ caller: name.slice(0, 1), everywhere: false, ...job }, () => {
      begun.push(name);
      return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
    });
  const end = async (name: string) => {
    ends.get(name)?.();
    await new Promise(setImmediate);
  };
  return { begun, run, end };
}

it('lets callers take turns, and leaves a thread to callers with all documents', async () => {
  const { begun, run, end } = bench();
  for (const name of ['a1', 'a2', 'a3', 'b1']) void run(name);
  void run('o1', { everywhere: true });
  await new Promise(setImmediate);
  expect(begun).toEqual(['a1', 'o1']);
  await end('o1');
  expect(begun).toEqual(['a1', 'o1']);
  await end('a1');
  await end('a2');
  expect(begun.slice(2)).toEqual(['a2', 'b1']);
  await end('b1');
  expect(begun.at(-1)).toBe('a3');
});

it('begins nothing for a caller who has left', async () => {
  const { begun, run, end } = bench();
  const leave = new AbortController();
  void run('a1');
  const waiting = run('a2', { signal: leave.signal });
  leave.abort(new Error('left'));
  await expect(waiting).rejects.toThrow('left');
  await end('a1');
  await expect(run('a3', { signal: leave.signal })).rejects.toThrow('left');
  expect(begun).toEqual(['a1']);
  void run('a4');
  await new Promise(setImmediate);
  expect(begun).toEqual(['a1', 'a4']);
});

it('lets no caller wait for ever', async () => {
  const { run } = bench();
  const all = Array.from({ length: 66 }, (_, n) => run(`a${n}`));
  await expect(all.at(-1)).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' });
});
