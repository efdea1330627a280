import { resourceExhausted } from '../../../libs/errors/index.js';
import { ALL_DOMAINS, type CallContext } from '../../../libs/grpc/index.js';
import { payerOf } from './payer.js';

/** How many looks at the record run at once. Each holds what it has counted, some tens of MB at most. */
interface LooksAtOnce {
  readonly ofOne: number;
  /** Limit of all callers together who may not change every document. */
  readonly ofAll: number;
  /** Limit of one caller's waiting looks, besides those that run. */
  readonly waiting: number;
}

const AT_ONCE: LooksAtOnce = { ofOne: 2, ofAll: 6, waiting: 16 };

/** Rehearsals, trials and proposals read the record for as long as it is. */
export interface Looks {
  /**
   * Looks when it is the caller's turn.
   * @throws GatepostError RESOURCE_EXHAUSTED if too many of the caller's wait already; the signal's reason if the
   * caller leaves
   */
  during<Answer>(
    context: CallContext,
    look: () => AsyncIterable<Answer>,
  ): AsyncGenerator<Answer, void, undefined>;
}

interface Waiting {
  readonly payer: string;
  readonly isLimited: boolean;
  readonly begin: () => void;
}

/** Bounds looks, so that one domain's administrators can neither fill the memory nor keep others from looking. */
export function createLooks({ ofOne, ofAll, waiting: most }: LooksAtOnce = AT_ONCE): Looks {
  const running: Waiting[] = [];
  const queue: Waiting[] = [];
  const countOf = (of: readonly Waiting[], payer: string) =>
    of.filter((each) => each.payer === payer).length;

  const beginNext = () => {
    for (const each of [...queue]) {
      const limited = running.filter(({ isLimited }) => isLimited).length;
      const isFull = each.isLimited && limited >= ofAll;
      if (isFull || countOf(running, each.payer) >= ofOne) continue;
      queue.splice(queue.indexOf(each), 1);
      running.push(each);
      each.begin();
    }
  };

  async function enter(context: CallContext): Promise<Waiting> {
    const payer = payerOf(context);
    const isLimited = !context.grant.allowsDomains(ALL_DOMAINS);
    if (countOf(queue, payer) >= most) {
      throw resourceExhausted('the record is being looked at already: try again later');
    }
    const { signal } = context;
    signal.throwIfAborted();
    return await new Promise((resolve, reject) => {
      const own: Waiting = {
        ...{ payer, isLimited },
        begin: () => {
          signal.removeEventListener('abort', leave);
          resolve(own);
        },
      };
      const leave = () => {
        queue.splice(queue.indexOf(own), 1);
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      queue.push(own);
      beginNext();
    });
  }

  return {
    async *during(context, look) {
      const own = await enter(context);
      try {
        yield* look();
      } finally {
        running.splice(running.indexOf(own), 1);
        beginNext();
      }
    },
  };
}
