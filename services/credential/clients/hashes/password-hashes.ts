import { randomBytes } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import { internal } from '../../../../libs/errors/index.js';
import {
  type Argon2Parameters,
  isCurrentHash,
  type PasswordHash,
  readPasswordHash,
} from '../../core/password-hash.js';
import type { PasswordHashes } from '../../ports.js';
import { type RunInSlot, slots } from '../slots.js';
import { ARGON2ID, matchesArgon2 } from './argon2.js';
import { matchesDigest, matchesPbkdf2, matchesScram, matchesScryptCrypt } from './derived-keys.js';
import { type SlowQuestion, slowHashes } from './slow-hashes.js';

/** Hashes that take longer are verified in a lane of their own, one at a time, so that others do not wait for them. */
const COSTLY_MS = 200;

interface Lane {
  readonly inSlot: RunInSlot;
  readonly slowly: (question: Omit<SlowQuestion, 'id'>) => Promise<boolean>;
}

/**
 * Verifies password hashes off the event loop, because each takes memory and processor time. At most `atOnce` run at a
 * time, plus one costly hash. Slots rotate among domains and among callers.
 */
export async function passwordHashes(options: {
  readonly parameters: Argon2Parameters;
  readonly atOnce: number;
}): Promise<PasswordHashes> {
  const { parameters, atOnce } = options;
  const usual: Lane = { inSlot: slots(atOnce), slowly: slowHashes() };
  const costly: Lane = { inSlot: slots(1), slowly: slowHashes() };
  const settings = {
    algorithm: ARGON2ID,
    memoryCost: parameters.memoryKib,
    timeCost: parameters.passes,
    parallelism: parameters.lanes,
  };

  return {
    dummy: await hash(randomBytes(32), settings),
    isCurrent: (text) => isCurrentHash(text, parameters),
    hash: (password, call, share) => usual.inSlot(call, () => hash(password, settings), share),

    async matches({ hash: text, password, share }, call) {
      const read = readPasswordHash(text);
      if ('refused' in read) throw internal(new Error(`a stored hash is ${read.refused}`));
      // Hashes with the current parameters are never costly, whatever the operator sets.
      const lane = read.costMs > COSTLY_MS && !isCurrentHash(text, parameters) ? costly : usual;
      return lane.inSlot(call, async () => matches(read, password, lane), share);
    },
  };
}

function matches({ scheme, text }: PasswordHash, password: Buffer, lane: Lane) {
  switch (scheme) {
    case 'argon2id':
    case 'argon2':
      return matchesArgon2(text, password);
    case 'bcrypt':
    case 'md5-crypt':
    case 'sha256-crypt':
    case 'sha512-crypt':
    case 'yescrypt':
      return lane.slowly({ scheme, text, password });
    case 'scrypt':
      return matchesScryptCrypt(text, password);
    case 'pbkdf2':
      return matchesPbkdf2(text, password);
    case 'scram-sha-256':
      return matchesScram(text, password);
    default:
      return matchesDigest(scheme, text, password);
  }
}
