import * as z from 'zod';
import { address, duration, filePath, readableFile } from './fields.js';

/** Certificate authority, own certificate and own key, as paths of PEM files. */
export function tlsFiles() {
  return z.strictObject({
    ca: readableFile().describe("The authority's certificate, PEM."),
    cert: readableFile().describe(
      'Our own, with one SPIFFE URI. All three are read again when they change.',
    ),
    key: readableFile().describe('Its key.'),
  });
}

/**
 * Settings of every service, to spread into its own `z.strictObject`: `z.strictObject({
 * ...serviceSettings, database: … })`. A setting that protects something has no default.
 */
export const serviceSettings = {
  listen: address().describe('Where gRPC is served.'),
  tls: tlsFiles(),
  access: readableFile().describe('The allow-list of callers; read again when it changes.'),
  metrics: z
    .strictObject({
      listen: address().describe('Where /metrics, /livez and /readyz are served over plain HTTP.'),
    })
    .optional()
    .describe('Absent: nowhere.'),
  traces: z
    .strictObject({
      endpoint: z
        .url({
          protocol: /^https?$/,
          error: 'must be a URL such as http://collector:4318/v1/traces',
        })
        .describe('Where a collector takes OTLP over HTTP.'),
      ratio: z
        .number()
        .min(0)
        .max(1)
        .default(0.01)
        .describe(
          'How many of the traces that begin here are kept; those begun elsewhere as it was decided there.',
        ),
    })
    .optional()
    .describe('Absent: the trace is passed on, and no span is kept.'),
  log: z
    .strictObject({
      level: z
        .enum(['debug', 'info', 'warn', 'error', 'silent'])
        .describe('The least that is logged.'),
    })
    .default({ level: 'info' }),
  deadlines: z
    .strictObject({
      default: duration().describe('Of a call that names none.'),
      max: duration().describe('The longest that a call may name.'),
    })
    .refine((d) => d.default <= d.max, 'default must not be greater than max')
    .default({ default: 5_000, max: 30_000 }),
  drain: duration()
    .default(10_000)
    .describe('How long calls may finish in when the process is asked to stop.'),
  clock: z
    .strictObject({ 'offset-file': filePath().describe('Of a number of milliseconds.') })
    .optional()
    .describe('For tests: by how much every process moves its time.'),
};
