import { deadlineExceeded } from '../../libs/errors/index.js';

/**
 * A conversation that ends when for so long nothing was taken and nothing was said. Services tell
 * of a long work every few seconds.
 *
 * @param seconds how long silence may last
 * @throws GatepostError DEADLINE_EXCEEDED, or what `talk` throws
 */
export async function* endSilence<Req, Res>(
  talk: (requests: AsyncIterable<Req>, signal: AbortSignal) => AsyncIterable<Res>,
  { requests, seconds, signal }: { requests: readonly Req[]; seconds: number; signal: AbortSignal },
): AsyncGenerator<Res> {
  const silent = new AbortController();
  const timer = setTimeout(() => silent.abort(), seconds * 1000);
  async function* taken(): AsyncGenerator<Req> {
    for (const request of requests) {
      yield request;
      timer.refresh();
    }
  }
  try {
    for await (const answer of talk(taken(), AbortSignal.any([signal, silent.signal]))) {
      timer.refresh();
      yield answer;
    }
  } catch (error) {
    if (!silent.signal.aborted || signal.aborted) throw error;
    throw deadlineExceeded(`no answer for ${seconds} s: what was begun may still be done`);
  } finally {
    clearTimeout(timer);
  }
}
