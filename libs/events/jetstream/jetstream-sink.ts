import { readFile } from 'node:fs/promises';
import { type ConnectionOptions, connect, credsAuthenticator, type NatsConnection } from 'nats';
import { withinAbortScope } from '../../clock/index.js';
import type { Log } from '../../log/index.js';
import type { Sink } from '../relay/sink.js';
import { ensureStream, type StreamSettings } from './ensure-stream.js';
import { createPublisher, INBOX_PREFIX, type Publisher, type StreamEvent } from './publish.js';

export interface JetStreamOptions {
  /** `nats://host:port` or `tls://host:port`. */
  readonly servers: readonly string[];
  /** Shown at the server; `gatepost policy-1`. */
  readonly name: string;
  /** A file with a user's JWT and seed. */
  readonly credentialsFile?: string | undefined;
  readonly user?: string | undefined;
  readonly passwordFile?: string | undefined;
  /** PEM files. With `ca`, TLS is demanded and the server's certificate checked against it. */
  readonly tls?: { readonly ca: string; readonly cert?: string; readonly key?: string } | undefined;
  readonly stream: StreamSettings;
  readonly log: Log;
}

/** A sink that takes events without a number as well. */
export interface StreamSink extends Sink {
  deliver(batch: readonly StreamEvent[], signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 3000;
const ACKNOWLEDGE_TIMEOUT_MS = 10_000;

/**
 * A sink that is a JetStream stream, which is made or changed at each connection to be as configured.
 * Delivered is what the stream has acknowledged.
 *
 * There is no connection before the first delivery, and after any failure a new one: the relay tries
 * again, from the first event that was not acknowledged. Secrets are read at each connection.
 */
export function jetStreamSink(options: JetStreamOptions): StreamSink {
  const { log, stream } = options;
  let open: { connection: NatsConnection; publisher: Publisher } | undefined;

  async function openConnection(): Promise<Publisher> {
    if (open !== undefined && !open.connection.isClosed()) return open.publisher;
    const connection = await connect(await connectionOptions(options));
    try {
      const manager = await connection.jetstreamManager({ timeout: CONNECT_TIMEOUT_MS });
      const what = await ensureStream(manager, stream);
      if (what !== 'same') log.info(`the stream was ${what}`, { stream: stream.name });
      const publisher = createPublisher(connection, stream.name);
      open = { connection, publisher };
      return publisher;
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  async function close(): Promise<void> {
    const closing = open?.connection;
    open = undefined;
    await closing?.close().catch(() => undefined);
  }

  return {
    name: 'stream',
    close,
    async deliver(batch, signal) {
      const publisher = await openConnection();
      const limits = { signals: [signal], ms: ACKNOWLEDGE_TIMEOUT_MS };
      try {
        await withinAbortScope(limits, (inTime) => publisher.publish(batch, inTime));
      } catch (error) {
        await close();
        throw error;
      }
    },
  };
}

async function connectionOptions(options: JetStreamOptions): Promise<ConnectionOptions> {
  const { servers, name, user, passwordFile, credentialsFile, tls } = options;
  return {
    servers: [...servers],
    name,
    timeout: CONNECT_TIMEOUT_MS,
    // A new connection is made by the next delivery.
    reconnect: false,
    inboxPrefix: INBOX_PREFIX,
    pingInterval: 10_000,
    maxPingOut: 2,
    ...(user === undefined ? {} : { user }),
    ...(passwordFile === undefined ? {} : { pass: await readLine(passwordFile) }),
    ...(credentialsFile === undefined
      ? {}
      : { authenticator: credsAuthenticator(await readFile(credentialsFile)) }),
    ...(tls === undefined ? {} : { tls: tlsOptions(tls) }),
  };
}

function tlsOptions({ ca, cert, key }: NonNullable<JetStreamOptions['tls']>) {
  return {
    caFile: ca,
    ...(cert === undefined ? {} : { certFile: cert }),
    ...(key === undefined ? {} : { keyFile: key }),
  };
}

async function readLine(path: string): Promise<string> {
  return (await readFile(path, 'utf8')).replace(/\r?\n$/, '');
}
