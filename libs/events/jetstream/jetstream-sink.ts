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
  /** The connection's name on the server: `gatepost policy-1`. */
  readonly name: string;
  /** A file with a user's JWT and seed. */
  readonly credentialsFile?: string | undefined;
  readonly user?: string | undefined;
  readonly passwordFile?: string | undefined;
  /** PEM files. With `ca`, TLS is required and the server's certificate is checked against it. */
  readonly tls?: { readonly ca: string; readonly cert?: string; readonly key?: string } | undefined;
  readonly stream: StreamSettings;
  readonly log: Log;
}

/** A sink that also takes events without a number. */
export interface StreamSink extends Sink {
  deliver(batch: readonly StreamEvent[], signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 3000;
const ACKNOWLEDGE_TIMEOUT_MS = 10_000;

/**
 * A sink that delivers to a JetStream stream. The stream is created or changed to match its
 * settings at each connection. An event counts as delivered once the stream has acknowledged it.
 *
 * It connects at the first delivery, and again after any failure. The relay then repeats from the
 * first event that was not acknowledged. Secrets are read at each connection.
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
    // The next delivery makes a new connection.
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
