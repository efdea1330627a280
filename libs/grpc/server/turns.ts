import { unavailable } from '../../errors/index.js';
import { fairQueue } from '../../fair-queue/index.js';
import type { Domains } from '../access/domains.js';
import type { Scope } from './scope.js';

/** Calls that begin in one pass of the event loop; answers and new calls come in before the next. */
const IN_ONE_PASS = 8;
/** None begins in a pass that has taken so long, in ms: some do much before they first wait. */
const PASS_MS = 5;

/** The order in which calls begin: callers in turns, and the domains of one caller in turns. */
export interface Turns {
  /**
   * Resolves when the call is to begin; undefined: now.
   * @throws GatepostError why `scope` ended meanwhile; UNAVAILABLE where too many of the caller wait
   */
  wait(call: { caller: string; domains: Domains; scope: Scope }): Promise<void> | undefined;
}

/**
 * Calls begin at once while few come. In a burst, a few begin in each pass of the event loop, or one
 * that takes long, so that what another caller asks meanwhile is read, and begins next or after one
 * call of each who waits.
 * @param options.perCaller calls of one caller that wait at most
 */
export function takeTurns({ perCaller }: { perCaller: number }): Turns {
  const waiting = fairQueue<() => void>({ perGroup: perCaller });
  let begun = 0;
  let passBegan = 0;
  let scheduled = false;

  const mayBegin = () =>
    begun < IN_ONE_PASS && (begun === 0 || performance.now() - passBegan < PASS_MS);
  const begin = (go?: () => void) => {
    if (begun === 0) passBegan = performance.now();
    begun += 1;
    if (!scheduled) schedule(0);
    go?.();
  };
  const beginNext = () => {
    if (mayBegin()) begin(waiting.shift());
  };
  /** Each in an immediate of its own: what one begins does all it can before the next is asked. */
  const schedule = (calls: number) => {
    scheduled = true;
    for (let n = 0; n < calls; n += 1) setImmediate(beginNext);
    setImmediate(endPass);
  };
  const endPass = () => {
    begun = 0;
    scheduled = false;
    if (waiting.size > 0) schedule(Math.min(waiting.size, IN_ONE_PASS));
  };

  return {
    wait({ caller, domains, scope }) {
      if (waiting.size === 0 && mayBegin()) {
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
