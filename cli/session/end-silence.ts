import { abortScope } from '../../libs/clock/index.js';
import { deadlineExceeded } from '../../libs/errors/index.js';

/**
 * Ends a conversation if neither side has sent anything for `seconds`. Services report on long work
 * every few seconds.
 *
 * @param seconds how long silence may last
 * @throws GatepostError DEADLINE_EXCEEDED, or what `talk` throws
 */
export async function* endSilence<Req, Res>(
  talk: (requests: AsyncIterable<Req>, signal: AbortSignal) => AsyncIterable<Res>,
  { requests, seconds, signal }: { requests: readonly Req[]; seconds: number; signal: AbortSignal },
): AsyncGenerator<Res> {
  const scope = abortScope({ signals: [signal], ms: seconds * 1000 });
  async function* taken(): AsyncGenerator<Req> {
    for (const request of requests) {
      yield request;
      scope.refresh();
    }
  }
  try {
    for await (const answer of talk(taken(), scope.signal)) {
      scope.refresh();
      yield answer;
    }
  } catch (error) {
    if (!scope.timedOut) throw error;
    throw deadlineExceeded(`no answer for ${seconds} s: the command may still complete`);
  } finally {
    scope.release();
  }
}
