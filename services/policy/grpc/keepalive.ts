/** Frequent enough that nobody takes long work for a dead connection. */
const SILENT_MS = 2000;

/**
 * Passes answers on. While none arrives, `again` makes one, possibly from the last one, as a keepalive for a caller who
 * waits for long work.
 */
export async function* withKeepalive<Answer>(
  answers: AsyncIterable<Answer>,
  again: (last: Answer | undefined) => Answer,
): AsyncGenerator<Answer> {
  const source = answers[Symbol.asyncIterator]();
  let last: Answer | undefined;
  try {
    for (;;) {
      const next = source.next();
      // The error is reported below. This only keeps it from counting as unhandled if the reader leaves meanwhile.
      next.catch(() => {});
      let result = await within(next);
      while (result === 'silent') {
        yield again(last);
        result = await within(next);
      }
      if (result.done === true) return;
      last = result.value;
      yield result.value;
    }
  } finally {
    await source.return?.();
  }
}

async function within<T>(next: Promise<T>): Promise<T | 'silent'> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<'silent'>((resolve) => {
    timer = setTimeout(() => resolve('silent'), SILENT_MS);
  });
  try {
    return await Promise.race([next, silence]);
  } finally {
    clearTimeout(timer);
  }
}
