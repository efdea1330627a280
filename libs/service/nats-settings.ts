import * as z from 'zod';
import { duration, readableFile } from '../config/index.js';
import type { Sink } from '../events/index.js';
import { jetStreamSink } from '../events/jetstream/jetstream-sink.js';
import type { Logger } from '../pg/index.js';

const SERVER = /^(nats|tls):\/\/[^\s/@]+:\d{1,5}$/;

/** Where the live stream is; absent: there is none, and everything else is whole. */
export function natsSettings() {
  return z.strictObject({
    servers: z
      .array(z.string().regex(SERVER, 'must be nats://host:port or tls://host:port'))
      .min(1),
    /** A file with a user's JWT and seed. */
    'credentials-file': readableFile().optional(),
    user: z.string().optional(),
    'password-file': readableFile().optional(),
    tls: z
      .strictObject({
        ca: readableFile(),
        cert: readableFile().optional(),
        key: readableFile().optional(),
      })
      .optional(),
    stream: z
      .strictObject({
        name: z
          .string()
          .regex(/^[A-Za-z0-9_-]{1,64}$/)
          .default('GATEPOST'),
        /** Servers that keep a copy each. */
        replicas: z.int().min(1).max(5).default(1),
        /** The oldest events go when they are so old. */
        'max-age': duration().default(7 * 86_400_000),
        /** The oldest events go when the stream is so large; 0: no limit. */
        'max-bytes': z.int().min(0).default(0),
        /** An event that comes again within this time is dropped by the server. */
        'duplicate-window': duration().default(120_000),
      })
      .prefault({}),
  });
}

export type NatsSettings = z.output<ReturnType<typeof natsSettings>>;

/** The stream as a sink of a service's events. */
export function streamSink(
  settings: NatsSettings,
  parts: { readonly name: string; readonly log: Logger },
): Sink & { close(): Promise<void> } {
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
