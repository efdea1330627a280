import { Worker } from 'node:worker_threads';
import { compiledFile } from '../../../../libs/config/index.js';

export type SlowScheme = 'bcrypt' | 'md5-crypt' | 'sha256-crypt' | 'sha512-crypt' | 'yescrypt';

export interface SlowQuestion {
  readonly id: number;
  readonly scheme: SlowScheme;
  readonly text: string;
  readonly password: Uint8Array;
}

export interface SlowResult {
  readonly id: number;
  readonly matches: boolean;
}

interface Asked {
  resolve(matches: boolean): void;
  reject(error: Error): void;
}

/**
 * Verifies hashes for which there is only a JavaScript implementation, in a separate thread, so that other work does
 * not wait. The thread is started with the first question, and again if it has ended.
 */
export function slowHashes(): (question: Omit<SlowQuestion, 'id'>) => Promise<boolean> {
  const asked = new Map<number, Asked>();
  let worker: Worker | undefined;
  let last = 0;

  function start(): Worker {
    const started = new Worker(
      compiledFile('services/credential/clients/hashes/slow-hash-worker.ts'),
    );
    started.unref();
    started.on('message', ({ id, matches }: SlowResult) => {
      asked.get(id)?.resolve(matches);
      asked.delete(id);
      if (asked.size === 0) started.unref();
    });
    const end = (error: Error) => {
      if (worker === started) worker = undefined;
      for (const { reject } of asked.values()) reject(error);
      asked.clear();
    };
    started.on('error', end);
    started.on('exit', () => end(new Error('the thread that verifies hashes has ended')));
    return started;
  }

  return (question) =>
    new Promise((resolve, reject) => {
      worker ??= start();
      last += 1;
      asked.set(last, { resolve, reject });
      worker.ref();
      worker.postMessage({ ...question, id: last } satisfies SlowQuestion);
    });
}
