import { resourceExhausted } from '../../../libs/errors/index.js';
import { ALL_DOMAINS, type CallContext } from '../../../libs/grpc/index.js';
import { quotaOwnerOf } from './quota-owner.js';

/** How many reads of the record run at once. Each holds what it has counted, some tens of MB at most. */
interface ReadsAtOnce {
  readonly ofOne: number;
  /** Limit of all callers together who may not change every document. */
  readonly ofAll: number;
  /** Limit of one caller's waiting reads, besides those that run. */
  readonly waiting: number;
}

const AT_ONCE: ReadsAtOnce = { ofOne: 2, ofAll: 6, waiting: 16 };

/** Limits how many rehearsals, trials and proposals read the record at once: each reads for as long as the record is. */
export interface RecordReadLimit {
  /**
   * Runs `read` when it is the caller's turn.
   * @throws GatepostError RESOURCE_EXHAUSTED if too many of the caller's wait already; the signal's reason if the
   * caller leaves
   */
  during<Answer>(
    context: CallContext,
    read: () => AsyncIterable<Answer>,
  ): AsyncGenerator<Answer, void, undefined>;
}

interface Waiting {
  readonly owner: string;
  readonly isLimited: boolean;
  readonly begin: () => void;
}

/** Limits reads, so that one domain's administrators can neither fill the memory nor keep others from reading. */
export function createRecordReadLimit({
  ofOne,
  ofAll,
  waiting: most,
}: ReadsAtOnce = AT_ONCE): RecordReadLimit {
  const running: Waiting[] = [];
  const queue: Waiting[] = [];
  const countOf = (of: readonly Waiting[], owner: string) =>
    of.filter((each) => each.owner === owner).length;

  const beginNext = () => {
    for (const each of [...queue]) {
      const limited = running.filter(({ isLimited }) => isLimited).length;
      const isFull = each.isLimited && limited >= ofAll;
      if (isFull || countOf(running, each.owner) >= ofOne) continue;
      queue.splice(queue.indexOf(each), 1);
      running.push(each);
      each.begin();
    }
  };

  async function enter(context: CallContext): Promise<Waiting> {
    const owner = quotaOwnerOf(context);
    const isLimited = !context.grant.allowsDomains(ALL_DOMAINS);
    if (countOf(queue, owner) >= most) {
      throw resourceExhausted('the record is already being read: try again later');
    }
    const { signal } = context;
    signal.throwIfAborted();
    return await new Promise((resolve, reject) => {
      const own: Waiting = {
        ...{ owner, isLimited },
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
    async *during(context, read) {
      const own = await enter(context);
      try {
        yield* read();
      } finally {
        running.splice(running.indexOf(own), 1);
        beginNext();
      }
    },
  };
}
