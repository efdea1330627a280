import * as z from 'zod';
import { address, duration, filePath, readableFile } from './fields.js';

/** Certificate authority, own certificate and own key, as paths of PEM files. */
export function tlsFiles() {
  return z.strictObject({
    ca: readableFile().describe("The authority's certificate, PEM."),
    cert: readableFile().describe(
      'The certificate of this service, PEM, with one SPIFFE URI. All three files are read again when they change.',
    ),
    key: readableFile().describe("The certificate's key, PEM."),
  });
}

/**
 * Settings of every service, to spread into its own `z.strictObject`: `z.strictObject({
 * ...serviceSettings, database: … })`. A setting that protects something has no default.
 */
export const serviceSettings = {
  listen: address().describe('Where gRPC is served.'),
  tls: tlsFiles(),
  access: readableFile().describe('The allow-list of callers. It is read again when it changes.'),
  metrics: z
    .strictObject({
      listen: address().describe('Where /metrics, /livez and /readyz are served over plain HTTP.'),
    })
    .optional()
    .describe('Absent: no metrics are served.'),
  traces: z
    .strictObject({
      endpoint: z
        .url({
          protocol: /^https?$/,
          error: 'must be a URL such as http://collector:4318/v1/traces',
        })
        .describe('Address of a collector that takes OTLP over HTTP.'),
      ratio: z
        .number()
        .min(0)
        .max(1)
        .default(0.01)
        .describe(
          'The share of traces that is sampled, for traces that start here. Others are sampled as their start decided.',
        ),
    })
    .optional()
    .describe('Absent: traces are passed on, and no spans are sent.'),
  log: z
    .strictObject({
      level: z
        .enum(['debug', 'info', 'warn', 'error', 'silent'])
        .describe('The lowest level that is logged.'),
    })
    .default({ level: 'info' }),
  deadlines: z
    .strictObject({
      default: duration().describe('Deadline of a call that names none.'),
      max: duration().describe('The longest deadline that a call may name.'),
    })
    .refine((d) => d.default <= d.max, 'default must not be greater than max')
    .default({ default: 5_000, max: 30_000 }),
  drain: duration()
    .default(10_000)
    .describe('How long calls under way may take to finish when the process is asked to stop.'),
  clock: z
    .strictObject({ 'offset-file': filePath().describe('File with the offset in milliseconds.') })
    .optional()
    .describe('For tests: moves the time of every process.'),
};
