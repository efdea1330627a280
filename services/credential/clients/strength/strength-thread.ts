import { Worker } from 'node:worker_threads';
import { compiledFile } from '../../../../libs/config/index.js';
import { resourceExhausted, unavailable } from '../../../../libs/errors/index.js';
import type { Strength } from './judge-strength.js';

export interface StrengthQuestion {
  readonly id: number;
  readonly password: string;
  readonly words: readonly string[];
}

export interface StrengthAnswer {
  readonly id: number;
  readonly strength: Strength;
}

interface Asked {
  resolve(strength: Strength): void;
  reject(error: Error): void;
}

/** Each takes a fraction of a second, so behind this many a person would wait too long. */
const MOST_WAITING = 32;

/**
 * Judges passwords in a separate thread, one at a time, so that logins do not wait. The thread is started with the
 * first question, and again if it has ended.
 * @returns rejects with RESOURCE_EXHAUSTED if too many wait, UNAVAILABLE if the thread ended
 */
export function strengthThread(): (of: Omit<StrengthQuestion, 'id'>) => Promise<Strength> {
  const asked = new Map<number, Asked>();
  let worker: Worker | undefined;
  let last = 0;

  function start(): Worker {
    const started = new Worker(
      compiledFile('services/credential/clients/strength/strength-worker.ts'),
    );
    started.unref();
    started.on('message', ({ id, strength }: StrengthAnswer) => {
      asked.get(id)?.resolve(strength);
      asked.delete(id);
      if (asked.size === 0) started.unref();
    });
    const end = (cause: Error) => {
      if (worker !== started) return;
      worker = undefined;
      for (const { reject } of asked.values())
        reject(unavailable('passwords cannot be judged now', { cause }));
      asked.clear();
    };
    started.on('error', end);
    started.on('exit', () => end(new Error('the thread that judges passwords has ended')));
    return started;
  }

  return (of) =>
    new Promise((resolve, reject) => {
      if (asked.size >= MOST_WAITING) {
        reject(resourceExhausted('too many passwords are being judged: try again in a moment'));
        return;
      }
      worker ??= start();
      last += 1;
      asked.set(last, { resolve, reject });
      worker.ref();
      worker.postMessage({ ...of, id: last } satisfies StrengthQuestion);
    });
}
