import { expect, it } from 'vitest';
import { askThread } from './ask-thread.js';
import type { SlowQuestion } from './hashes/slow-hashes.js';

it('refuses what waits if the thread ends, and asks another thread then', async () => {
  const thread = askThread<Partial<SlowQuestion>, boolean>(
    'services/credential/clients/hashes/slow-hash-worker.ts',
  );
  const text = '$1$saltsalt$qjXMvbEw8oaL.CzflDtaK/';
  const good = { scheme: 'md5-crypt', text, password: Buffer.from('password') } as const;
  expect(await thread.ask(good)).toBe(true);
  // The thread ends at what it cannot read. What it answered just before that may be lost.
  const answers = await Promise.allSettled([thread.ask({}), thread.ask(good)]);
  expect(answers).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
  expect(thread.waiting()).toBe(0);
  expect(await thread.ask(good)).toBe(true);
});
