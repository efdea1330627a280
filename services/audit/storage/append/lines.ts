import { hashEvent, SALT_SIZE } from '../../../../libs/merkle/index.js';
import type { Random } from '../../../../libs/random/index.js';
import type { Candidate } from '../../core/deduplicate.js';
import type { EventFacts } from '../../core/facts.js';
import type { Batch } from '../../ports.js';

/** A candidate with the salt and leaf hash it gets if it is new. */
export interface Line extends Candidate {
  readonly facts: EventFacts;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

/** Gives each event of a batch a new salt and its leaf hash. */
export function prepare({ source, events }: Batch, random: Random): Line[] {
  const salts = random.bytes(SALT_SIZE * events.length);
  return events.map(({ sequence, bytes, facts }, i) => {
    const salt = salts.subarray(SALT_SIZE * i, SALT_SIZE * (i + 1));
    return { source, sequence, id: facts.id, bytes, facts, salt, hash: hashEvent(salt, bytes) };
  });
}
