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
        'Most events that wait for the stream. Beyond that the oldest are skipped, and the record says which. Logins go on.',
      ),
    'credentials-file': readableFile().optional().describe("File with a user's JWT and seed."),
    user: z.string().optional().describe('User name, instead of `credentials-file`.'),
    'password-file': readableFile().optional().describe("File with the user's password."),
    tls: z
      .strictObject({
        ca: readableFile().describe("The authority of the server's certificate, PEM."),
        cert: readableFile().optional().describe('Client certificate, PEM.'),
        key: readableFile().optional().describe("The client certificate's key, PEM."),
      })
      .optional()
      .describe('Absent: the address says whether TLS is used.'),
    stream: z
      .strictObject({
        name: z
          .string()
          .regex(/^[A-Za-z0-9_-]{1,64}$/)
          .default('GATEPOST')
          .describe(
            'Name of the stream. It is created if it is missing, and changed if its settings differ.',
          ),
        replicas: z.int().min(1).max(5).default(1).describe('How many servers keep a copy.'),
        'max-age': duration()
          .default(7 * 86_400_000)
          .describe('Events older than this are deleted.'),
        'max-bytes': z
          .int()
          .min(0)
          .default(0)
          .describe('The oldest events are deleted if the stream grows beyond this; 0: no limit.'),
        'duplicate-window': duration()
          .default(120_000)
          .describe('The server drops an event that is sent again within this time.'),
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
