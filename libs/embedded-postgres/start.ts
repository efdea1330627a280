import { type ChildProcess, spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { compiledFile } from '../config/index.js';
import type { Log } from '../log/index.js';
import { EmbeddedPostgresError } from './failure.js';
import { passwordFileOf } from './init-cluster.js';
import { stopLeftovers } from './leftovers.js';
import type { KeeperMessage, KeeperOptions } from './messages.js';

export interface EmbeddedPostgresOptions {
  /**
   * The directory of the cluster; created if it does not exist. Beside it, under the same name:
   * `.password`, the superuser's password, mode 0600; `.lock.<n>`, which names the process that
   * uses it.
   */
  readonly dataDir: string;
  /** The port on 127.0.0.1; absent: any free one. */
  readonly port?: number;
  /** Postgres settings that replace ours, e.g. `{ fsync: 'off' }` in tests. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly log: Pick<Log, 'info' | 'warn'>;
  /** Called once if Postgres ends without `stop`; `reason` is text for a person. */
  readonly onExit?: (reason: string) => void;
}

export interface EmbeddedPostgres {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** The superuser. */
  readonly user: 'postgres';
  readonly passwordFile: string;
  /** The postmaster's process id. */
  readonly pid: number;
  /** The superuser's URL for a database, without the password. */
  url(database?: string): string;
  /** Shuts Postgres down properly; resolves when it has ended. */
  stop(): Promise<void>;
}

/**
 * Runs the Postgres that npm installed on a directory of ours, which is created at the first start.
 * It never outlives this process, however that ends; anything left by an earlier run is stopped
 * first. Takes about 1.5 s the first time, 0.3 s after that.
 *
 * @throws EmbeddedPostgresError with a message that can be shown as it is.
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  const { port, settings = {}, log } = options;
  const keeper = spawnKeeper({ dataDir, settings, ...(port === undefined ? {} : { port }) });
  let complaint = '';
  keeper.stderr?.on('data', (chunk) => {
    complaint = (complaint + String(chunk)).slice(-2000);
  });
  // Not 'close': it is not emitted if this side closes the channel.
  const gone = Promise.all([settled(keeper, 'exit'), settled(keeper.stderr, 'close')]);

  let stopping = false;
  let reason = 'the keeper process of Postgres was killed';
  const ready = new Promise<{ pid: number; port: number }>((resolveReady, reject) => {
    keeper.once('error', (error) => reject(new EmbeddedPostgresError('FAILED', error.message)));
    keeper.on('message', (message: KeeperMessage) => {
      switch (message.kind) {
        case 'ready':
          return resolveReady(message);
        case 'failed':
          return reject(new EmbeddedPostgresError(message.code, message.message));
        case 'exited':
          reason = message.message;
          return;
        case 'log':
          return logLine(log, message.line);
        default:
          return message satisfies never;
      }
    });
    void gone.then(() =>
      reject(new EmbeddedPostgresError('FAILED', `Postgres could not start: ${complaint}`)),
    );
  });

  const running = await ready.catch(async (error) => {
    await gone;
    throw error;
  });
  void gone.then(async () => {
    if (stopping) return;
    // On a system without death signals, Postgres may outlive its keeper.
    await stopLeftovers(join(realpathSync(dirname(dataDir)), basename(dataDir))).catch(
      () => undefined,
    );
    options.onExit?.(reason);
  });
  return {
    host: '127.0.0.1',
    port: running.port,
    user: 'postgres',
    passwordFile: passwordFileOf(dataDir),
    pid: running.pid,
    url: (database = 'postgres') => `postgres://postgres@127.0.0.1:${running.port}/${database}`,
    stop: async () => {
      stopping = true;
      if (keeper.connected) keeper.disconnect();
      await gone;
    },
  };
}

function settled(emitter: NodeJS.EventEmitter | null, event: string): Promise<void> {
  return new Promise((resolve) => {
    if (emitter === null) return resolve();
    emitter.once(event, () => resolve());
    // A process that could not be started emits nothing else.
    emitter.once('error', () => resolve());
  });
}

function spawnKeeper(options: KeeperOptions): ChildProcess {
  const { NODE_OPTIONS: _, ...env } = process.env;
  return spawn(
    process.execPath,
    [compiledFile('libs/embedded-postgres/keeper.ts'), JSON.stringify(options)],
    {
      cwd: '/',
      env,
      // A session of its own: Ctrl-C reaches only us, and Postgres is stopped in its turn.
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    },
  );
}

function logLine(log: EmbeddedPostgresOptions['log'], line: string): void {
  const [, level = '', text = line] = /^([A-Z]+):\s+(.*)$/.exec(line) ?? [];
  if (['ERROR', 'FATAL', 'PANIC', 'WARNING'].includes(level)) log.warn(text, { postgres: level });
  else log.info(text, { postgres: level });
}
