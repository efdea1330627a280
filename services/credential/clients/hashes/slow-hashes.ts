import { askThread } from '../ask-thread.js';

export type SlowScheme = 'bcrypt' | 'md5-crypt' | 'sha256-crypt' | 'sha512-crypt' | 'yescrypt';

export interface SlowQuestion {
  readonly scheme: SlowScheme;
  readonly text: string;
  readonly password: Uint8Array;
}

/**
 * Verifies hashes for which there is only a JavaScript implementation, in a separate thread, so that other work does
 * not wait.
 * @returns whether the password matches; rejects with Error if the thread ended
 */
export function slowHashes(): (question: SlowQuestion) => Promise<boolean> {
  return askThread<SlowQuestion, boolean>('services/credential/clients/hashes/slow-hash-worker.ts')
    .ask;
}
