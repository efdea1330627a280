import type { Clock } from '../../libs/clock/index.js';
import type { Log } from '../../libs/log/index.js';
import type { Database } from '../../libs/pg/index.js';
import type { Random } from '../../libs/random/index.js';
import { publish } from './commands/publish.js';
import { type RecordRequest, record } from './commands/record.js';
import type { Conflict } from './core/conflict.js';
import { auditService } from './grpc/audit-service.js';
import { recordService } from './grpc/record-service.js';
import { type SelfServiceParts, selfService } from './grpc/self-service.js';
import type { Schedule } from './jobs/publish-when-due.js';
import type { Retention } from './jobs/retain.js';
import type { AuditMetrics } from './metrics.js';
import type {
  CheckpointArchive,
  LastSigned,
  Notary,
  PublishedCheckpoint,
  Witness,
} from './ports.js';
import { createAlarms } from './storage/alarms.js';
import { createCheckpoints } from './storage/checkpoints.js';
import { createCosignatures } from './storage/cosignatures.js';
import { createErasing } from './storage/erasing.js';
import { createEvents } from './storage/events.js';
import { createLedger } from './storage/ledger.js';
import { ANNOUNCE } from './storage/listen.js';
import { createOutbox } from './storage/outbox.js';
import { rememberCheckpoint } from './storage/remembered-checkpoint.js';
import { createRepairing } from './storage/repairing.js';
import { createSources } from './storage/sources.js';
import { createTree } from './storage/tree.js';
import { createWake, type Listener } from './storage/wake.js';

/** What the service depends on. */
export interface Dependencies extends Pick<SelfServiceParts, 'ticketKeys' | 'checkTicket'> {
  readonly database: Database;
  /** For counts over millions of events, which may take longer than other queries. Default: `database`. */
  readonly reports?: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly notary: Notary;
  /** Absent: remembered only while the process runs. */
  readonly lastSigned?: LastSigned;
  /** Publishes checkpoints elsewhere as well, such as to the stream. A failure is logged. */
  readonly announceCheckpoint?: (checkpoint: PublishedCheckpoint) => Promise<void>;
  /** Keeps each checkpoint in a second place. A failure is logged and counted. */
  readonly archive?: CheckpointArchive;
  /** Those who cosign checkpoints. Default: none. */
  readonly witnesses?: readonly Witness[];
  readonly listen: (heard: () => void) => Promise<Listener>;
  readonly metrics: (reads: Reads) => AuditMetrics;
  readonly schedule: Schedule;
  readonly retention: Retention & { readonly everyMs: number };
  readonly missingAfterMs: number;
  /** Default: 10 s. */
  readonly heartbeatMs?: number;
}

type Reads = {
  tree: ReturnType<typeof createTree>;
  sources: ReturnType<typeof createSources>;
  checkpoints: ReturnType<typeof createCheckpoints>;
  cosignatures: ReturnType<typeof createCosignatures>;
  witnesses: readonly Witness[];
};

/** Builds the whole service from its dependencies. Nothing runs before `start`. */
export function assemble(dependencies: Dependencies) {
  const { database, clock, random, log, notary } = dependencies;
  const appendEvent = createOutbox({ clock, random });
  const events = createEvents({ database, reports: dependencies.reports ?? database });
  const tree = createTree({ database });
  const sources = createSources({ database });
  const checkpoints = createCheckpoints({ database });
  const cosignatures = createCosignatures({ database });
  const { archive, witnesses = [] } = dependencies;
  const metrics = dependencies.metrics({ tree, sources, checkpoints, cosignatures, witnesses });
  const alarms = createAlarms({ database, appendEvent });
  const erasing = createErasing({ database, appendEvent });
  const repairing = createRepairing({ database: dependencies.reports ?? database, appendEvent });
  const wake = createWake({
    announce: () => database.query(ANNOUNCE),
    listen: dependencies.listen,
    log,
  });
  const ledger = createLedger({ database, clock, random, onGrown: () => wake.grown() });
  const raised = (alarm: Promise<void>) => {
    alarm.catch((error) => log.error('an alarm could not be recorded', { error }));
  };
  const keep = (checkpoint: PublishedCheckpoint) => {
    archive?.write(checkpoint).catch((error) => {
      log.error('a checkpoint was not written to the archive', { error, size: checkpoint.size });
      metrics.unarchived();
    });
  };
  const publishParts = {
    ...{ tree, checkpoints, notary, clock },
    lastSigned: dependencies.lastSigned ?? rememberCheckpoint('', undefined),
    onSigned(checkpoint: PublishedCheckpoint) {
      const { size, root, note } = checkpoint;
      log.info('a checkpoint was signed', { size, root: root.toString('base64'), note });
      keep(checkpoint);
      dependencies.announceCheckpoint?.(checkpoint).catch((error) => {
        log.warn('a checkpoint did not reach the stream: the next one will', { error, size });
      });
    },
    onTampering: ({ size }: { size: number }) => {
      log.error('the tree is not the one that was signed: no checkpoint is published', { size });
      metrics.treeChanged();
      raised(alarms.treeChanged(size));
    },
  };
  const recordParts = {
    ledger,
    onConflict: (conflict: Conflict) => {
      log.error('an event was refused: another has its number or its id', conflict);
      metrics.refused(conflict.source);
      raised(alarms.refused(conflict));
    },
    onRecorded: (source: string, count: number) => metrics.recorded(source, count),
  };
  const services = [
    recordService(recordParts),
    auditService({
      ...{ ...publishParts, events, wake, erasing, repairing, sources },
      heartbeatMs: dependencies.heartbeatMs ?? 10_000,
      monotonic: () => performance.now(),
    }),
    selfService({ ...dependencies, events }),
  ];

  return {
    ...publishParts,
    services,
    events,
    sources,
    ledger,
    record: (request: RecordRequest) => record(recordParts, request),
    publish: () => publish(publishParts),
    cosignatures,
    witnesses,
    onUnwitnessed: (witness: string) => metrics.unwitnessed(witness),
    onCosigned: keep,
    alarms,
    erasing,
    log,
    schedule: dependencies.schedule,
    retention: dependencies.retention,
    missingAfterMs: dependencies.missingAfterMs,
    async close() {
      await ledger.close();
      await wake.close();
    },
  };
}

export type Parts = ReturnType<typeof assemble>;
