import { withinAbortScope } from '../../../libs/clock/index.js';
import { describeEnding } from '../processes/child.js';
import { awaitServing, cannotServe } from './await-serving.js';
import type { Installation } from './prepare-installation.js';
import { type RunningServices, type RunOptions, runServices } from './run-services.js';

/** A service that ends this many times before it first serves is not started again. */
const ENDINGS_TO_GIVE_UP = 3;

/**
 * Starts every replica, and resolves when all of them serve.
 * @throws CliError with the last lines of one that does not, or the signal's reason; everything
 *   is then stopped
 */
export async function startServing(
  installation: Installation,
  options: RunOptions & { signal: AbortSignal; withinMs: number },
): Promise<RunningServices> {
  const { withinMs, onEnd } = options;
  const giveUp = new AbortController();
  const endings = new Map<string, number>();
  const services = await runServices(installation, {
    ...options,
    onEnd(event) {
      const { name, ending } = event;
      const count = (endings.get(name) ?? 0) + 1;
      endings.set(name, count);
      if (count >= ENDINGS_TO_GIVE_UP) {
        giveUp.abort(cannotServe(installation, name, `${name} ${describeEnding(ending)}`));
      }
      onEnd?.(event);
    },
  });
  const signals = [options.signal, giveUp.signal];
  try {
    await withinAbortScope({ signals }, (signal) =>
      awaitServing(installation, {
        ...{ signal, withinMs },
        processOf: (replica) => services.replica(replica).name,
      }),
    );
    return services;
  } catch (error) {
    await services.stop();
    throw error;
  }
}
