import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import { internal } from '../../../../libs/errors/index.js';
import {
  type Argon2Parameters,
  isCurrentHash,
  readPasswordHash,
} from '../../core/password-hash.js';
import type { PasswordHashes } from '../../ports.js';
import { slots } from '../slots.js';
import { ARGON2ID, matchesArgon2 } from './argon2.js';
import { slowHashes } from './slow-hashes.js';

/**
 * Password hashes, verified off the event loop, at most `atOnce` at a time: each takes memory and a
 * processor.
 */
export async function passwordHashes(options: {
  readonly parameters: Argon2Parameters;
  readonly atOnce: number;
}): Promise<PasswordHashes> {
  const { parameters, atOnce } = options;
  const inSlot = slots(atOnce);
  const slowly = slowHashes();
  const settings = {
    algorithm: ARGON2ID,
    memoryCost: parameters.memoryKib,
    timeCost: parameters.passes,
    parallelism: parameters.lanes,
  };

  function matches(text: string, password: Buffer): Promise<boolean> {
    const read = readPasswordHash(text);
    if ('refused' in read) throw internal(new Error(`a stored hash is ${read.refused}`));
    switch (read.scheme) {
      case 'argon2id':
      case 'argon2':
        return matchesArgon2(read.text, password);
      case 'bcrypt':
      case 'sha512-crypt':
        return slowly({ scheme: read.scheme, text: read.text, password });
      case 'ssha':
        return Promise.resolve(matchesSsha(read.text, password));
      default:
        return read.scheme satisfies never;
    }
  }

  return {
    decoy: await hash(randomBytes(32), settings),
    isCurrent: (text) => isCurrentHash(text, parameters),
    hash: (password, patience) => inSlot(patience, () => hash(password, settings)),
    matches: (text, password, patience) => inSlot(patience, async () => matches(text, password)),
  };
}

/** SHA-1 of password and salt, then the salt (draft-stroeder-hashed-userpassword-values, `{SSHA}`). */
function matchesSsha(text: string, password: Buffer): boolean {
  const value = Buffer.from(text.slice('{SSHA}'.length), 'base64');
  const [digest, salt] = [value.subarray(0, 20), value.subarray(20)];
  return timingSafeEqual(digest, createHash('sha1').update(password).update(salt).digest());
}
