import { AuditServiceService as Audit } from '../../../libs/gen/gatepost/audit/v1/audit.js';
import {
  createRecordVerifier,
  createTimesVerifier,
  EMPTY_FRONTIER,
  type Finding,
  type RecordReport,
  type SignedCheckpoint,
  type TimesReport,
} from '../../../libs/merkle/index.js';
import { drawProgress } from '../../output/bars.js';
import type { Session } from '../../session/session.js';
import { fetchCheckpoint } from './fetch-checkpoint.js';
import type { TrustedLog } from './trusted-log.js';

/** An event that does not match its leaf, as it is in the record now. */
export interface ChangedEvent {
  readonly index: number;
  readonly source: string;
  readonly sequence: number;
  /** Its text, cut off after 200 characters. */
  readonly event: string;
}

export interface Verified {
  readonly report: RecordReport;
  readonly times: TimesReport;
  readonly newest: SignedCheckpoint;
  /** The first of the changed events. */
  readonly changed: readonly ChangedEvent[];
  /** The number of events in the record, read or not. */
  readonly size: number;
}

/**
 * The most checkpoints that are fetched between two others, spread evenly over all of them: for their
 * times, and to find where a tree was changed.
 */
const MOST_BETWEEN = 256;
const MOST_SHOWN = 20;
const SHOWN_CHARACTERS = 200;

/**
 * Reads the whole record and compares it with its newest checkpoint, with the kept one, and with some of those in between.
 * If the tree was changed, the record is read again and compared with the checkpoints published from the last that
 * matches to the first that does not. The server supplies these checkpoints. Whoever holds the log's key can forge them and hide where the
 * tree was changed, but not that it was.
 */
export async function readAndVerify(
  session: Session,
  options: {
    log: TrustedLog;
    kept: SignedCheckpoint | undefined;
    tail?: true | undefined;
    /** More checkpoints that what is read must match. */
    also?: readonly SignedCheckpoint[];
  },
): Promise<Verified> {
  const { log, kept, also = [] } = options;
  if (options.tail && kept !== undefined) return readTail(session, { log, kept, also });
  const newest = await fetchCheckpoint(session, log, 0);
  const whole = await checkpointsBetween(session, log, { begin: 0, end: newest.size });
  const trusted = [...(kept === undefined ? [] : [kept]), ...also, ...whole, newest];
  let { report, times } = await verifyRecord(session, trusted);
  const where = report.findings.find((finding) => finding.kind === 'tree-changed');
  if (where !== undefined) {
    const between = await checkpointsBetween(session, log, where.range);
    if (between.length > 0) {
      ({ report, times } = await verifyRecord(session, [...trusted, ...between]));
    }
  }
  const changed = await showChanged(session, report.findings);
  return { report, times, newest, changed, size: report.leaves };
}

/**
 * Reads only what was recorded since a kept checkpoint. The log sends the edge of the tree at that
 * size; the kept root shows that it is the edge, and the leaves that follow must lead to the newest
 * root.
 */
async function readTail(
  session: Session,
  {
    log,
    kept,
    also,
  }: { log: TrustedLog; kept: SignedCheckpoint; also: readonly SignedCheckpoint[] },
): Promise<Verified> {
  const newest = await fetchCheckpoint(session, log, 0);
  if (newest.size < kept.size) {
    const range = { begin: newest.size, end: kept.size };
    const findings: Finding[] = [{ kind: 'truncated', range }];
    const report = { findings, leaves: 0, erased: 0, verifiedSize: 0, root: undefined };
    const times = { outside: [], bounded: 0, widest: 0 };
    return { report, times, newest, changed: [], size: newest.size };
  }
  const request = { treeSize: BigInt(newest.size), consistentWith: BigInt(kept.size) };
  const { edge } = await session.call(Audit.checkpoint, { ...request, atMost: false });
  const range = { begin: kept.size, end: newest.size };
  const trusted = [kept, ...also, ...(await checkpointsBetween(session, log, range)), newest];
  const start = { size: kept.size, peaks: edge };
  const { report, times } = await verifyRecord(session, trusted, start);
  const changed = await showChanged(session, report.findings);
  return { report, times, newest, changed, size: kept.size + report.leaves };
}

/** The checkpoints published for sizes within the range; the end is excluded. */
async function checkpointsBetween(
  session: Session,
  log: TrustedLog,
  { begin, end }: { begin: number; end: number },
): Promise<SignedCheckpoint[]> {
  const found: SignedCheckpoint[] = [];
  const step = Math.max(1, Math.floor((end - begin) / MOST_BETWEEN));
  for (let size = begin + 1; size < end; ) {
    // A checkpoint that cannot be read, or that no known key signed, is ignored.
    const next = await fetchCheckpoint(session, log, size).catch(() => undefined);
    if (next !== undefined && next.size >= end) break;
    if (next !== undefined) found.push(next);
    size = Math.max(size, next?.size ?? 0) + step;
  }
  return found;
}

async function verifyRecord(
  session: Session,
  checkpoints: readonly SignedCheckpoint[],
  start = EMPTY_FRONTIER,
): Promise<{ report: RecordReport; times: TimesReport }> {
  const verifier = createRecordVerifier(checkpoints, start);
  const recorded = createTimesVerifier(checkpoints);
  const size = Math.max(...checkpoints.map((checkpoint) => checkpoint.size));
  let next = start.size;
  const read = async () => {
    const range = { from: BigInt(next), to: 0n };
    for await (const { events, leafHashes } of session.follow(Audit.leaves, range)) {
      verifier.add(
        events.map(({ index, salt, event }, at) => {
          const leafHash = leafHashes[at] ?? Buffer.alloc(0);
          return { index: Number(index), leafHash, salt, event };
        }),
      );
      recorded.add(
        events.map(({ index, recordedAt }) => {
          return { index: Number(index), recordedAt: recordedAt?.getTime() ?? 0 };
        }),
      );
      next = Number(events.at(-1)?.index ?? next - 1) + 1;
      session.out.progress(`${drawProgress(next, size)}  ${next} of ${size} events`);
    }
  };
  await read();
  const report = verifier.report();
  const unaccounted = report.findings.every(({ kind }) => kind === 'erased-unaccounted');
  const times = recorded.report();
  if (report.findings.length === 0 || !unaccounted) return { report, times };
  // If events were erased while they were read, the event that accounts for it came later.
  await read();
  return { report: verifier.report(), times: recorded.report() };
}

async function showChanged(
  session: Session,
  findings: readonly Finding[],
): Promise<ChangedEvent[]> {
  const shown: ChangedEvent[] = [];
  for (const finding of findings) {
    if (finding.kind !== 'event-changed' || shown.length >= MOST_SHOWN) continue;
    const range = { from: BigInt(finding.index), to: BigInt(finding.index + 1) };
    for await (const { events } of session.follow(Audit.leaves, range)) {
      for (const { index, source, sequence, event } of events) {
        const text = event.toString('utf8').slice(0, SHOWN_CHARACTERS);
        shown.push({ index: Number(index), source, sequence: Number(sequence), event: text });
      }
    }
  }
  return shown;
}
