import { unavailable } from '../../errors/index.js';
import { fairQueue } from '../../fair-queue/index.js';
import type { Domains } from '../access/domains.js';
import type { Scope } from './scope.js';

/** Calls that begin in one pass of the event loop; answers and new calls come in before the next. */
const IN_ONE_PASS = 8;

/** The order in which calls begin: callers in turns, and the domains of one caller in turns. */
export interface Turns {
  /**
   * Resolves when the call is to begin; undefined: now.
   * @throws GatepostError why `scope` ended meanwhile; UNAVAILABLE where too many of the caller wait
   */
  wait(call: { caller: string; domains: Domains; scope: Scope }): Promise<void> | undefined;
}

/**
 * Calls begin at once while few come. In a burst, a few begin in each pass of the event loop, so that
 * what another caller asks meanwhile is read, and begins next or after one call of each who waits.
 * @param options.perCaller calls of one caller that wait at most
 */
export function takeTurns({ perCaller }: { perCaller: number }): Turns {
  const waiting = fairQueue<() => void>({ perGroup: perCaller });
  let begun = 0;

  const nextPass = () => {
    begun = 0;
    while (begun < IN_ONE_PASS && waiting.size > 0) begin(waiting.shift());
  };
  const begin = (go?: () => void) => {
    if (begun === 0) setImmediate(nextPass);
    begun += 1;
    go?.();
  };

  return {
    wait({ caller, domains, scope }) {
      if (begun < IN_ONE_PASS && waiting.size === 0) {
        begin();
        return undefined;
      }
      const share = [caller, domainIn(domains)] as const;
      return new Promise((resolve, reject) => {
        const go = () => {
          forget();
          resolve();
        };
        if (!waiting.push(share, go)) {
          reject(unavailable('too many calls of one caller at once'));
          return;
        }
        const forget = scope.onAbort((reason) => {
          waiting.remove(share, go);
          reject(reason);
        });
      });
    },
  };
}

/** A call that touches none or several waits among those of its caller that do. */
function domainIn(domains: Domains): string {
  return typeof domains === 'string' ? domains : '';
}
