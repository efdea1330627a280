import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

/** The source of randomness: a port, so that a test can determine what is drawn. */
export interface Random {
  /** `n` bytes from a cryptographically secure source. */
  bytes(n: number): Buffer;
  /** A UUIDv7 (RFC 9562 section 5.7), lower case; the ids of one process ascend. */
  id(): string;
}

/** The operating system's randomness. */
export const systemRandom: Random = {
  bytes: (n) => randomBytes(n),
  id: () => v7(),
};
