/** Often enough that nobody takes a long work for a dead one. */
const SILENT_MS = 2000;

/**
 * Passes answers on. While none comes, `again` makes one, of the last if it likes: who waits for a
 * long work hears that it goes on.
 */
export async function* keepTelling<Answer>(
  answers: AsyncIterable<Answer>,
  again: (last: Answer | undefined) => Answer,
): AsyncGenerator<Answer> {
  const source = answers[Symbol.asyncIterator]();
  let last: Answer | undefined;
  try {
    for (;;) {
      const next = source.next();
      // Told of below; not to be taken for unhandled if the reader leaves meanwhile.
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
