import { administratorGate } from '../../libs/administer/index.js';
import { runJobs } from '../../libs/kit/jobs.js';
import { runService } from '../../libs/kit/run-service.js';
import { type TicketCheck, ticketCheck } from '../../libs/not-before/index.js';
import { lead, openDatabase } from '../../libs/pg/index.js';
import type { Base } from '../../libs/service/index.js';
import { streamSink } from '../../libs/service/nats-settings.js';
import { refuseTicket, type TicketKeys } from '../../libs/ticket/index.js';
import { assemble } from './assemble.js';
import { checkpointArchive } from './clients/checkpoint-archive.js';
import { checkpointStream } from './clients/checkpoint-stream.js';
import { ownRecord } from './clients/own-record.js';
import { witnessClient } from './clients/witness-client.js';
import { auditSettings, dependencySettings } from './config.js';
import { followRecord, leaderJobs } from './jobs.js';
import { createAuditMetrics } from './metrics.js';
import { createNotary } from './notary.js';
import { claimOrigin } from './storage/claim-origin.js';
import { listenWith } from './storage/listen.js';
import { rememberCheckpoint } from './storage/remembered-checkpoint.js';

/** Counts over millions of events wait for each other and delay nothing else. */
const REPORTS_AT_ONCE = 2;
const REPORT_TIMEOUT_MS = 60_000;

await runService({
  name: 'audit',
  settings: auditSettings,
  wire: async (base, config) => {
    const { db, clock, random, metrics, log, onStop } = base;
    const { origin, keys, remember } = config.record;
    const { archive } = config.checkpoints;
    const notary = createNotary({ origin, keys: keys.map((key) => key.bytes()) });
    const lastSigned = rememberCheckpoint(origin, remember);
    if (remember === undefined) {
      log.warn(
        'record.remember is not set: the last signed checkpoint is lost when the process ends',
      );
    }
    await claimOrigin(db, origin);
    const sink =
      config.nats && streamSink(config.nats, { name: `${config.name} checkpoints`, log });
    if (sink !== undefined) onStop(sink.close);
    const stream = sink && checkpointStream(sink);

    const { url, 'password-file': passwordFile } = config.database;
    const reports = openDatabase({
      ...{ url, passwordFile, schema: db.schema, log },
      applicationName: `gatepost ${config.name} reports`,
      poolSize: REPORTS_AT_ONCE,
      statementTimeoutMs: REPORT_TIMEOUT_MS,
    });
    onStop(() => reports.close());
    const keysOfTickets = config['ticket-keys'];
    const check = ticketCheckOf(keysOfTickets, base);
    const audit = assemble({
      database: db,
      reports,
      clock,
      random,
      log,
      notary,
      lastSigned,
      ticketKeys: keysOfTickets ?? new Map(),
      checkTicket: check,
      ...(stream && {
        announceCheckpoint: (signed) =>
          stream.announce({ ...signed, origin }, { id: random.id(), time: clock.now() }),
      }),
      witnesses: config.checkpoints.witnesses.map(witnessClient),
      ...(archive !== undefined && { archive: checkpointArchive(archive) }),
      listen: listenWith({ url, passwordFile }),
      metrics: (reads) => createAuditMetrics({ metrics, ...reads }),
      ...dependencySettings(config),
    });
    onStop(() => audit.close());
    const leader = lead({
      ...{ db, name: 'jobs', log },
      run: ({ signal }) => runJobs(leaderJobs(audit), { log, signal }),
    });
    onStop(() => leader.stop());
    log.info('checkpoints are signed', { origin, keys: notary.verifierKeys });
    const state = followRecord(audit);
    return {
      services: audit.services,
      ...(keysOfTickets && {
        administrators: administratorGate({
          ...{ keys: keysOfTickets, clock, store: 'audit', check, db },
        }),
      }),
      jobs: [state.job],
      record: ownRecord(audit.record),
      conditions: state.conditions,
    };
  },
});

/** Without keys no ticket reaches this check. */
function ticketCheckOf(keys: TicketKeys | undefined, base: Base): TicketCheck {
  if (keys === undefined) return () => Promise.reject(refuseTicket('no keys are configured'));
  return ticketCheck(base.peer('trust-store'));
}
