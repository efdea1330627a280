import { unavailable } from '../../errors/index.js';
import { fairQueue } from '../../fair-queue/index.js';
import type { Domains } from '../access/domains.js';
import type { Scope } from './scope.js';

/**
 * How many calls begin in one pass of the event loop. Answers and new calls are read before the
 * next.
 */
const IN_ONE_PASS = 8;
/**
 * Once a pass has taken this long, in ms, no more calls begin in it: some do much before they first
 * wait.
 */
const PASS_MS = 5;

/** The order in which calls begin: round robin over callers, and over the domains of one caller. */
export interface Turns {
  /**
   * Resolves when the call may begin; undefined: it may begin now.
   * @throws GatepostError the reason of `scope` if it ends first; UNAVAILABLE if too many calls
   *   of the caller wait
   */
  wait(call: { caller: string; domains: Domains; scope: Scope }): Promise<void> | undefined;
}

/**
 * While few calls come, they begin at once. In a burst, each pass of the event loop begins a few
 * calls, or one that takes long. So a call that another caller makes meanwhile is read, and begins
 * next or after one call of each waiting caller.
 * @param options.perCaller the most calls of one caller that may wait
 * @param options.now the time in ms; `performance.now` by default
 */
export function takeTurns(options: { perCaller: number; now?: () => number }): Turns {
  const { perCaller, now = () => performance.now() } = options;
  const waiting = fairQueue<() => void>({ perGroup: perCaller });
  let begun = 0;
  let passBegan = 0;
  let scheduled = false;

  const mayBegin = () => begun < IN_ONE_PASS && (begun === 0 || now() - passBegan < PASS_MS);
  const begin = (go?: () => void) => {
    if (begun === 0) passBegan = now();
    begun += 1;
    if (!scheduled) schedule(0);
    go?.();
  };
  const beginNext = () => {
    if (mayBegin()) begin(waiting.shift());
  };
  /** One immediate for each call, so that one call does all it can before the next begins. */
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

/** Calls of one caller that touch no domain, or several, share one queue. */
function domainIn(domains: Domains): string {
  return typeof domains === 'string' ? domains : '';
}
