import * as z from 'zod';
import { duration, readableFile } from '../config/index.js';
import { jetStreamSink, type StreamSink } from '../events/jetstream/jetstream-sink.js';
import type { Log } from '../log/index.js';

const SERVER = /^(nats|tls):\/\/[^\s/@]+:\d{1,5}$/;

/** Where the live stream is. It is optional; without it everything else works. */
export function natsSettings() {
  return z.strictObject({
    servers: z
      .array(z.string().regex(SERVER, 'must be nats://host:port or tls://host:port'))
      .min(1)
      .describe('`nats://host:port` or `tls://host:port`.'),
    'most-pending': z
      .int()
      .min(1000)
      .max(900_000)
      .default(500_000)
      .describe(
        'Events that may wait for it. Beyond, the oldest are passed over, and the record says which: logins go on.',
      ),
    'credentials-file': readableFile().optional().describe("A file with a user's JWT and seed."),
    user: z.string().optional().describe('Instead of it: a user'),
    'password-file': readableFile().optional().describe('and its password.'),
    tls: z
      .strictObject({
        ca: readableFile().describe("What the server's certificate is checked with."),
        cert: readableFile().optional().describe('A certificate to show it'),
        key: readableFile().optional().describe('and its key.'),
      })
      .optional()
      .describe('Absent: as the address says.'),
    stream: z
      .strictObject({
        name: z
          .string()
          .regex(/^[A-Za-z0-9_-]{1,64}$/)
          .default('GATEPOST')
          .describe('Made where it is not there, changed where it differs.'),
        replicas: z.int().min(1).max(5).default(1).describe('Servers that keep a copy each.'),
        'max-age': duration()
          .default(7 * 86_400_000)
          .describe('The oldest events go when they are so old.'),
        'max-bytes': z
          .int()
          .min(0)
          .default(0)
          .describe('The oldest events go when the stream is so large; 0: no limit.'),
        'duplicate-window': duration()
          .default(120_000)
          .describe('An event that comes again within this time is dropped by the server.'),
      })
      .prefault({}),
  });
}

export type NatsSettings = z.output<ReturnType<typeof natsSettings>>;

/** The stream as a sink of a service's events. */
export function streamSink(
  settings: NatsSettings,
  parts: { readonly name: string; readonly log: Log },
): StreamSink {
  const { servers, user, tls, stream } = settings;
  return jetStreamSink({
    servers,
    name: `gatepost ${parts.name}`,
    user,
    passwordFile: settings['password-file'],
    credentialsFile: settings['credentials-file'],
    ...(tls && {
      tls: {
        ca: tls.ca,
        ...(tls.cert === undefined ? {} : { cert: tls.cert }),
        ...(tls.key === undefined ? {} : { key: tls.key }),
      },
    }),
    stream: {
      name: stream.name,
      replicas: stream.replicas,
      maxAgeMs: stream['max-age'],
      maxBytes: stream['max-bytes'],
      duplicateWindowMs: stream['duplicate-window'],
    },
    log: parts.log,
  });
}
