import type * as z from 'zod';
import { type Address, ConfigError, loadConfig } from '../config/index.js';
import { createLog, type Log, type LogLevel } from '../log/index.js';
import { createMetrics, Gauge, type Metrics, serveMetrics } from '../telemetry/index.js';
import { readArguments } from './arguments.js';
import { type CloseStack, createCloseStack } from './close-stack.js';
import { enterProcess } from './enter-process.js';

/** Settings that every service has; see `serviceSettings`. */
export interface CommonSettings {
  /** The name of this replica. */
  readonly name?: string;
  readonly log: { readonly level: LogLevel };
  readonly metrics?: { readonly listen: Address } | undefined;
  readonly drain: number;
}

export interface ServiceParts<Config> {
  /** The name of the service: `trust-store`. */
  readonly name: string;
  readonly config: Config;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Bring the schema up to date and return. */
  readonly migrateOnly: boolean;
  /** Registers something to close at the end. The last registered is closed first. */
  readonly onStop: (close: () => unknown) => void;
}

/** How long closing everything else may take, after the drain of calls. */
const CLOSING_MS = 5000;

/**
 * Runs a service in this process: reads its configuration, starts it, and stops it on SIGTERM, on
 * SIGINT, or when its parent has ended (`--parent-pipe`). A service that cannot start says so in
 * one line and exits with 1. Once it has started, an unhandled error is logged, with the trace of
 * the request that caused it, and counted: one request must never end the process for all others.
 * Services may share a process (services/together.ts): they then stop together, the last that
 * started first.
 */
export async function runProcess<S extends z.ZodType<CommonSettings>>(service: {
  name: string;
  settings: S;
  /** Resolves when the service is serving; `isReady` then answers /readyz. */
  start: (parts: ServiceParts<z.output<S>>) => Promise<{ isReady(): boolean } | undefined>;
}): Promise<void> {
  const { name, settings, start } = service;
  const warnings: string[] = [];
  let parts: ServiceParts<z.output<S>> & { parentPipe: boolean; closing: CloseStack };
  try {
    const { config: file, migrateOnly, parentPipe } = readArguments(process.argv.slice(2), name);
    const config = loadConfig(file, settings, (warning) => warnings.push(warning));
    const log = createLog({ service: name, replica: config.name, level: config.log.level });
    const closing = createCloseStack(log);
    const metrics = createMetrics({ service: name });
    const onStop = closing.push;
    parts = { name, config, log, metrics, migrateOnly, parentPipe, closing, onStop };
  } catch (error) {
    const told =
      error instanceof ConfigError ? error.message : `${name}: ${(error as Error).message}`;
    process.stderr.write(`${told}\n`);
    process.exit(1);
  }
  const { config, log, metrics, migrateOnly, parentPipe, closing } = parts;
  for (const warning of warnings) log.warn(warning);
  const withinMs = config.drain + CLOSING_MS;
  const { exit, started } = enterProcess({ log, metrics, closing, withinMs, parentPipe });
  try {
    const running = await start(parts);
    if (migrateOnly || running === undefined) return exit(0);
    if (config.metrics !== undefined) {
      const { listen } = config.metrics;
      readinessMetric(metrics, () => running.isReady());
      const endpoint = await serveMetrics({ listen, metrics, ready: () => running.isReady() });
      closing.push(() => endpoint.close());
    }
    started();
    log.info('started');
  } catch (error) {
    log.error(`cannot start: ${(error as Error).message}`, { error });
    exit(1);
  }
}

/** The health as a number, which is easier to monitor. */
function readinessMetric({ registry }: Metrics, isReady: () => boolean): void {
  new Gauge({
    name: 'gatepost_ready',
    help: '1 while the service serves, 0 while something it needs is not there.',
    registers: [registry],
    collect() {
      this.set(isReady() ? 1 : 0);
    },
  });
}
