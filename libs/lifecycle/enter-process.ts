import type { Log } from '../log/index.js';
import { Counter, type Metrics } from '../telemetry/index.js';
import type { CloseStack } from './close-stack.js';

/** A service that runs in this process. */
interface Resident {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly closing: CloseStack;
  /** How long closing may take. */
  readonly withinMs: number;
  /** Stop when the parent has ended, which holds our stdin open. */
  readonly parentPipe: boolean;
}

/** Usually one; those that share a process in the order in which they start. */
const residents: (Resident & { readonly unhandled: Counter<'kind'> })[] = [];
let starting = 0;
let exiting = false;

/**
 * Makes a service one that is stopped with this process.
 *
 * @returns `started`, to be called once it serves: until then an unhandled error ends the process;
 *   and `exit`, which stops every service of the process
 */
export function enterProcess(resident: Resident): {
  started(): void;
  exit(code: number): void;
} {
  residents.push({ ...resident, unhandled: countUnhandled(resident.metrics) });
  starting += 1;
  if (residents.length === 1) watchProcess(resident);
  return {
    started() {
      starting -= 1;
    },
    exit,
  };
}

/** Closes everything, the last that started first, and exits. A second call exits at once. */
function exit(code: number): void {
  if (exiting) process.exit(code || 1);
  exiting = true;
  const withinMs = Math.max(...residents.map((resident) => resident.withinMs));
  setTimeout(() => {
    for (const { log } of residents) log.error('not stopped in time');
    process.exit(1);
  }, withinMs).unref();
  closeAll().then(() => process.exit(code));
}

async function closeAll(): Promise<void> {
  for (const { closing } of residents.toReversed()) await closing.closeAll();
}

function watchProcess({ log, parentPipe }: Resident): void {
  const stop = (why: string) => {
    for (const resident of residents) resident.log.info(`stopping: ${why}`);
    exit(0);
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  watchErrors(log);
  if (!parentPipe) return;
  const orphaned = () => stop('the parent has gone');
  process.stdin.once('end', orphaned).once('error', orphaned).resume();
}

/** Reports unhandled errors. While a service is starting, such an error exits the process with 1. */
function watchErrors(log: Log): void {
  const report = (kind: 'rejection' | 'exception', what: string) => (error: unknown) => {
    // Whose it was is not known where several share the process.
    for (const { unhandled } of residents) unhandled.inc({ kind });
    log.error(what, { error });
    if (starting > 0) process.exit(1);
  };
  process.on(
    'unhandledRejection',
    report('rejection', 'a promise was rejected and nobody handled it'),
  );
  process.on(
    'uncaughtException',
    report('exception', 'an exception was thrown and nobody caught it'),
  );
}

function countUnhandled({ registry }: Metrics): Counter<'kind'> {
  return new Counter({
    name: 'gatepost_unhandled_errors_total',
    help: 'Unhandled errors: each is a bug.',
    labelNames: ['kind'],
    registers: [registry],
  });
}
