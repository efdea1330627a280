import { parentPort, Worker } from 'node:worker_threads';
import { compiledFile } from '../../../libs/config/index.js';

/** A thread that answers questions one at a time, in their order. */
export interface AskThread<Question, Answer> {
  /** The number of questions that have no answer yet. */
  waiting(): number;
  /** @throws Error if the thread ends before it has answered */
  ask(question: Question): Promise<Answer>;
}

/** A question, or its answer under the same number. */
interface Numbered<Value> {
  readonly id: number;
  readonly value: Value;
}

interface Asked<Answer> {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/**
 * Asks a thread, so that other work does not wait. The thread is started with the first question, and again if it has
 * ended. It does not keep the process alive while it has nothing to do.
 * @param source the module of the thread, which calls `answerInThread`
 */
export function askThread<Question, Answer>(source: `${string}.ts`): AskThread<Question, Answer> {
  const asked = new Map<number, Asked<Answer>>();
  let worker: Worker | undefined;
  let last = 0;

  function start(): Worker {
    const started = new Worker(compiledFile(source));
    started.unref();
    started.on('message', ({ id, value }: Numbered<Answer>) => {
      asked.get(id)?.resolve(value);
      asked.delete(id);
      if (asked.size === 0) started.unref();
    });
    const end = (error: Error) => {
      // After an error comes the exit, when another thread may have questions already.
      if (worker !== started) return;
      worker = undefined;
      for (const { reject } of asked.values()) reject(error);
      asked.clear();
    };
    started.on('error', end);
    started.on('exit', () => end(new Error(`the thread of ${source} has ended`)));
    return started;
  }

  return {
    waiting: () => asked.size,
    ask: (value) =>
      new Promise((resolve, reject) => {
        worker ??= start();
        last += 1;
        asked.set(last, { resolve, reject });
        worker.ref();
        worker.postMessage({ id: last, value } satisfies Numbered<Question>);
      }),
  };
}

/** Answers the questions that `askThread` sends to this thread. If `answer` throws, the thread ends. */
export function answerInThread<Question, Answer>(answer: (question: Question) => Answer): void {
  parentPort?.on('message', ({ id, value }: Numbered<Question>) => {
    parentPort?.postMessage({ id, value: answer(value) } satisfies Numbered<Answer>);
  });
}
