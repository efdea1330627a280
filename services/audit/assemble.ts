import type { Clock } from '../../libs/clock/index.js';
import type { Log } from '../../libs/log/index.js';
import type { Database } from '../../libs/pg/index.js';
import type { Random } from '../../libs/random/index.js';
import { createCheckIndex } from './commands/check-index.js';
import { createCheckpoint } from './commands/checkpoint.js';
import { createCount } from './commands/count.js';
import { createErase } from './commands/erase.js';
import { createLeaves } from './commands/leaves.js';
import { createListOwnEvents } from './commands/list-own-events.js';
import { createProve } from './commands/prove.js';
import { createPublish } from './commands/publish.js';
import { createQuery } from './commands/query.js';
import { createRecord } from './commands/record.js';
import { createTail } from './commands/tail.js';
import { auditService } from './grpc/audit-service.js';
import { recordService } from './grpc/record-service.js';
import { type SelfServiceParts, selfService } from './grpc/self-service.js';
import type { Schedule } from './jobs/publish-when-due.js';
import type { Retention } from './jobs/retain.js';
import type { AuditMetrics } from './metrics.js';
import type { LastSigned, Notary, PublishedCheckpoint } from './ports.js';
import { createAlarms } from './storage/alarms.js';
import { createCheckpoints } from './storage/checkpoints.js';
import { createErasing } from './storage/erasing.js';
import { createEvents } from './storage/events.js';
import { createLedger } from './storage/ledger.js';
import { ANNOUNCE } from './storage/listen.js';
import { createOutbox } from './storage/outbox.js';
import { rememberCheckpoint } from './storage/remembered-checkpoint.js';
import { createSources } from './storage/sources.js';
import { createTree } from './storage/tree.js';
import { createWake, type Listener } from './storage/wake.js';

/** What the service stands on. */
export interface Dependencies extends Pick<SelfServiceParts, 'ticketKeys' | 'checkTicket'> {
  readonly database: Database;
  /** For counts over millions of events, which take longer than anything else may; `database`. */
  readonly reports?: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly notary: Notary;
  /** Absent: for as long as the process runs. */
  readonly lastSigned?: LastSigned;
  /** Where checkpoints go besides, such as the stream; a failure is in the log. */
  readonly announceCheckpoint?: (checkpoint: PublishedCheckpoint) => Promise<void>;
  readonly listen: (heard: () => void) => Promise<Listener>;
  readonly metrics: (reads: Reads) => AuditMetrics;
  readonly schedule: Schedule;
  readonly retention: Retention & { readonly everyMs: number };
  readonly missingAfterMs: number;
  /** 10 s. */
  readonly heartbeatMs?: number;
}

type Reads = {
  tree: ReturnType<typeof createTree>;
  sources: ReturnType<typeof createSources>;
  checkpoints: ReturnType<typeof createCheckpoints>;
};

/** All that the service does, made of what it stands on. Nothing runs before `start`. */
export function assemble(dependencies: Dependencies) {
  const { database, clock, random, log, notary } = dependencies;
  const appendEvent = createOutbox({ clock, random });
  const events = createEvents({ database, reports: dependencies.reports ?? database });
  const tree = createTree({ database });
  const sources = createSources({ database });
  const checkpoints = createCheckpoints({ database });
  const metrics = dependencies.metrics({ tree, sources, checkpoints });
  const alarms = createAlarms({ database, appendEvent });
  const erasing = createErasing({ database, appendEvent });
  const wake = createWake({
    announce: () => database.query(ANNOUNCE),
    listen: dependencies.listen,
    log,
  });
  const ledger = createLedger({ database, clock, random, onGrown: () => wake.grown() });
  const raised = (alarm: Promise<void>) => {
    alarm.catch((error) => log.error('an alarm could not be recorded', { error }));
  };
  const publish = createPublish({
    tree,
    checkpoints,
    notary,
    clock,
    lastSigned: dependencies.lastSigned ?? rememberCheckpoint('', undefined),
    onSigned(checkpoint) {
      const { size, root, note } = checkpoint;
      log.info('a checkpoint was signed', { size, root: root.toString('base64'), note });
      dependencies.announceCheckpoint?.(checkpoint).catch((error) => {
        log.warn('a checkpoint did not reach the stream: the next one will', { error, size });
      });
    },
    onTampering: ({ size }) => {
      log.error('the tree is not the one that was signed: no checkpoint is published', { size });
      metrics.treeChanged();
      raised(alarms.treeChanged(size));
    },
  });
  const record = createRecord({
    ledger,
    onConflict: (conflict) => {
      log.error('an event was refused: another has its number or its id', conflict);
      metrics.refused(conflict.source);
      raised(alarms.refused(conflict));
    },
    onRecorded: (source, count) => metrics.recorded(source, count),
  });
  const services = [
    recordService({ record }),
    auditService({
      query: createQuery({ events }),
      tail: createTail({
        events,
        tree,
        wake,
        heartbeatMs: dependencies.heartbeatMs ?? 10_000,
        monotonic: () => performance.now(),
      }),
      prove: createProve({ events, tree, checkpoints, publish }),
      checkpoint: createCheckpoint({ tree, checkpoints, notary, publish }),
      leaves: createLeaves({ events, tree }),
      checkIndex: createCheckIndex({ events, tree }),
      count: createCount({ events }),
      erase: createErase({ erasing }),
      sources: () => sources.list(),
    }),
    selfService({ ...dependencies, listOwnEvents: createListOwnEvents({ events }) }),
  ];

  return {
    services,
    events,
    tree,
    checkpoints,
    sources,
    ledger,
    record,
    publish,
    alarms,
    erasing,
    clock,
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
