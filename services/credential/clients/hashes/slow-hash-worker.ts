import { parentPort } from 'node:worker_threads';
import { compareSync } from 'bcryptjs';
import { matchesSha512Crypt } from './sha512-crypt.js';
import type { SlowQuestion, SlowResult } from './slow-hashes.js';

/* A thread for the hashes that only JavaScript can verify here, one at a time. */

parentPort?.on('message', ({ id, scheme, text, password }: SlowQuestion) => {
  const result: SlowResult = { id, matches: matches(scheme, text, Buffer.from(password)) };
  parentPort?.postMessage(result);
});

function matches(scheme: SlowQuestion['scheme'], text: string, password: Buffer): boolean {
  if (scheme === 'sha512-crypt') return matchesSha512Crypt(text, password);
  const typed = password.toString('utf8');
  const isText = Buffer.from(typed).equals(password);
  return compareSync(typed, text) && isText;
}
