import { expect, it } from 'vitest';
import { askThread } from './ask-thread.js';
import type { SlowQuestion } from './hashes/slow-hashes.js';

it('refuses what waits if the thread ends, and asks another thread then', async () => {
  const thread = askThread<Partial<SlowQuestion>, boolean>(
    'services/credential/clients/hashes/slow-hash-worker.ts',
  );
  const text = '$1$saltsalt$qjXMvbEw8oaL.CzflDtaK/';
  const good = { scheme: 'md5-crypt', text, password: Buffer.from('password') } as const;
  const asked = [thread.ask(good), thread.ask({}), thread.ask(good)];
  const answers = await Promise.allSettled(asked);
  expect(answers).toMatchObject([
    { status: 'fulfilled', value: true },
    { status: 'rejected' },
    { status: 'rejected' },
  ]);
  expect(thread.waiting()).toBe(0);
  expect(await thread.ask(good)).toBe(true);
});
