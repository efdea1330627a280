import type { Log } from '../../log/index.js';
import type { Health } from './health.js';
import { Scope } from './scope.js';

const EVERY_MS = 1000;
const AT_MOST_MS = 2000;

/**
 * Calls `ready` every second and sets the health accordingly. No answer within 2 s counts as not
 * ready.
 */
export function followReadiness(options: {
  ready: () => boolean | Promise<boolean>;
  health: Health;
  log: Log;
}): { check(): Promise<void>; close(): void } {
  const { ready, health, log } = options;
  let closed = false;
  let asking: Promise<void> | undefined;
  const ask = async () => {
    const scope = new Scope({ deadline: performance.now() + AT_MOST_MS });
    let serving = false;
    try {
      serving = await scope.race((async () => ready())());
    } catch (error) {
      log.warn('readiness cannot be reported', { error });
    } finally {
      scope.close();
    }
    if (closed) return;
    if (serving !== health.isServing()) {
      log.info(serving ? 'serving' : 'not serving: a dependency is missing');
    }
    health.set(serving);
  };
  const check = () => {
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };
  void check();
  const timer = setInterval(() => void check(), EVERY_MS);
  timer.unref();
  return {
    check,
    close() {
      closed = true;
      clearInterval(timer);
    },
  };
}
