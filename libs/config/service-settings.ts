import * as z from 'zod';
import { address, duration, filePath, readableFile } from './fields.js';

/** Certificate authority, own certificate and own key, as paths of PEM files. */
export function tlsFiles() {
  return z.strictObject({ ca: readableFile(), cert: readableFile(), key: readableFile() });
}

/**
 * What every service's configuration holds, to be spread into its own `z.strictObject`:
 * `z.strictObject({ ...serviceSettings, database: … })`. Nothing that guards anything has a default.
 */
export const serviceSettings = {
  /** Where gRPC is served. */
  listen: address(),
  tls: tlsFiles(),
  /** The allow-list of callers. */
  access: readableFile(),
  /** Where /metrics, /livez and /readyz are served over plain HTTP; absent: nowhere. */
  metrics: z.strictObject({ listen: address() }).optional(),
  log: z
    .strictObject({ level: z.enum(['debug', 'info', 'warn', 'error', 'silent']) })
    .default({ level: 'info' }),
  deadlines: z
    .strictObject({ default: duration(), max: duration() })
    .refine((d) => d.default <= d.max, 'default must not be greater than max')
    .default({ default: 5_000, max: 30_000 }),
  /** How long calls may finish in when the process is asked to stop. */
  drain: duration().default(10_000),
  /** For tests: a file with a number of milliseconds by which every process moves its time. */
  clock: z.strictObject({ 'offset-file': filePath() }).optional(),
};
