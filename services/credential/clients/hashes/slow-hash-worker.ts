import { compareSync } from 'bcryptjs';
import { answerInThread } from '../ask-thread.js';
import { matchesMd5Crypt } from './md5-crypt.js';
import { matchesShaCrypt } from './sha-crypt.js';
import type { SlowQuestion } from './slow-hashes.js';
import { matchesYescrypt } from './yescrypt/yescrypt.js';

/* A thread that verifies, one at a time, the hashes for which there is only a JavaScript implementation. */

answerInThread(({ scheme, text, password }: SlowQuestion) =>
  matches(scheme, text, Buffer.from(password)),
);

function matches(scheme: SlowQuestion['scheme'], text: string, password: Buffer): boolean {
  switch (scheme) {
    case 'md5-crypt':
      return matchesMd5Crypt(text, password);
    case 'sha256-crypt':
    case 'sha512-crypt':
      return matchesShaCrypt(text, password);
    case 'yescrypt':
      return matchesYescrypt(text, password);
    case 'bcrypt':
      return matchesBcrypt(text, password);
    default:
      return scheme satisfies never;
  }
}

function matchesBcrypt(text: string, password: Buffer): boolean {
  const typed = password.toString('utf8');
  const isText = Buffer.from(typed).equals(password);
  return compareSync(typed, text) && isText;
}
