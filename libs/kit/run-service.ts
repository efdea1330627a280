import type * as z from 'zod';
import type { Sink } from '../events/index.js';
import type { AdministratorGate, Conditions, Service } from '../grpc/index.js';
import { type CommonSettings, runProcess } from '../lifecycle/index.js';
import { type Base, openBase, recordSink } from '../service/index.js';
import type { BaseConfig } from '../service/settings.js';
import type { Job } from './jobs.js';

/** The parts of a service, wired. */
export interface Wiring {
  /** Served over gRPC. */
  readonly services: readonly Service[];
  /** Verifies administrators' tickets; without it none is accepted. */
  readonly administrators?: AdministratorGate;
  /** Every replica runs these until it stops. */
  readonly jobs?: readonly Job[];
  /** Where the outbox's events are recorded. Default: the service audit. */
  readonly record?: Sink;
  /** Checked for health in addition to the database, the clock and the room in the outbox. */
  readonly ready?: () => boolean;
  /** More names that health answers for. */
  readonly conditions?: Conditions;
  /** Opens whatever is served beside gRPC, once gRPC is served. */
  readonly open?: () => Promise<{ close(): unknown }>;
}

/**
 * Runs a service with a database as this process. Reads its configuration, migrates its schema, and
 * runs what `wire` returns until the process is stopped. With `--migrate` it exits after the
 * schema.
 */
export async function runService<S extends z.ZodType<BaseConfig & CommonSettings>>(service: {
  /**
   * `trust-store` owns the schema `trust_store`; the source of its events is
   * `/gatepost/trust-store`.
   */
  readonly name: string;
  readonly settings: S;
  readonly wire: (base: Base, config: z.output<S>) => Wiring | Promise<Wiring>;
}): Promise<void> {
  const { name, settings, wire } = service;
  await runProcess({
    name,
    settings,
    start: async (parts) => {
      const base = await openBase(name, parts);
      if (base === undefined) return undefined;
      const {
        services,
        administrators,
        jobs = [],
        ready,
        conditions,
        open,
        record,
      } = await wire(base, parts.config);
      base.relay(record ?? recordSink({ audit: base.peer('audit'), source: `/gatepost/${name}` }));
      base.run(jobs);
      const serving = await base.serve({ services, administrators, ready, conditions });
      if (open !== undefined) {
        const opened = await open();
        parts.onStop(() => opened.close());
      }
      return serving;
    },
  });
}
