import { setTimeout as sleep } from 'node:timers/promises';
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from '../../../libs/embedded-postgres/index.js';
import { type Backoff, createBackoff } from '../processes/backoff.js';

export interface KeptPostgres {
  readonly postgres: EmbeddedPostgres;
  stop(): Promise<void>;
}

/**
 * Starts Postgres, and starts it again on the same port whenever it ends by itself.
 * @param options.onEnd called with the reason, and the time until it is started again
 * @throws EmbeddedPostgresError at the first start
 */
export async function keepPostgres(
  options: Omit<EmbeddedPostgresOptions, 'onExit'> & {
    readonly onEnd: (reason: string, againInMs: number) => void;
    readonly backoff?: () => Backoff;
  },
): Promise<KeptPostgres> {
  const stopped = new AbortController();
  const backoff = (options.backoff ?? createBackoff)();
  let running: EmbeddedPostgres | undefined;
  let restarting: Promise<void> | undefined;

  const start = async (port: number | undefined): Promise<EmbeddedPostgres> => {
    const since = performance.now();
    running = await startEmbeddedPostgres({
      ...options,
      ...(port === undefined ? {} : { port }),
      onExit: (reason) => {
        const { port: same } = running as EmbeddedPostgres;
        running = undefined;
        restarting = again(reason, same, performance.now() - since);
      },
    });
    return running;
  };

  const again = async (reason: string, port: number, ranMs: number): Promise<void> => {
    for (let why = reason, ran = ranMs; !stopped.signal.aborted; ran = 0) {
      const wait = backoff.next(ran);
      options.onEnd(why, wait);
      await sleep(wait, undefined, { signal: stopped.signal }).catch(() => undefined);
      if (stopped.signal.aborted) return;
      try {
        await start(port);
        return;
      } catch (error) {
        why = (error as Error).message;
      }
    }
  };

  const postgres = await start(options.port);
  return {
    postgres,
    async stop() {
      stopped.abort();
      await restarting;
      await running?.stop();
    },
  };
}
