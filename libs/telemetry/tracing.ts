import type { Tracing, TracingOptions } from './span.js';
import { withinTrace } from './trace-context.js';

/** Passes traces on, for the logs, and records nothing. */
export const untraced: Tracing = {
  begin: (end, _rpc, parent) => ({
    trace: end === 'client' && parent !== undefined ? parent : withinTrace(parent),
    end() {},
  }),
  close: async () => {},
};

/**
 * Sends spans to a collector; see sdk-tracing.ts. The SDK is slow to load, so it is loaded only for
 * tracing.
 */
export async function openTracing(options: TracingOptions): Promise<Tracing> {
  const { traceWithSdk } = await import('./sdk-tracing.js');
  return traceWithSdk(options);
}
