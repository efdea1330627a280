import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import {
  AuditServiceService as Audit,
  type RecordedEvent,
  type Source,
} from '../../../libs/gen/gatepost/audit/v1/audit.js';
import {
  createRecordVerifier,
  type Finding,
  openCheckpoint,
  type RecordReport,
  type SignedCheckpoint,
} from '../../../libs/merkle/index.js';
import { defineCommand } from '../../define-command.js';
import { EXIT } from '../../output/exit.js';
import { formatFields } from '../../output/output.js';
import type { Session } from '../../session/session.js';
import { KEY_OPTION, type TrustedLog, trustedLog } from './trusted-log.js';

export const auditVerify = defineCommand<{ key?: string; kept?: string }>({
  usage: 'verify',
  about: 'Read the whole record and check that nothing in it was changed, removed or reordered.',
  details: `Computes every leaf and the tree anew, and compares with the newest signed checkpoint and, with
--kept, with one that was kept from an earlier time: whoever kept one can tell that nothing before
it was touched. Also lists numbers of a source that never came. Exit 3 for anything that is not as
it should be.`,
  options: [
    KEY_OPTION,
    {
      flags: '--kept <file>',
      about: 'a checkpoint kept earlier; where all is well, the newest takes its place',
    },
  ],
  examples: ['audit verify', 'audit verify --kept ~/gatepost.checkpoint'],
  async run(session, _args, { key, kept }) {
    const log = trustedLog(session, key);
    const newest = await newestCheckpoint(session, log);
    const before = kept !== undefined && existsSync(kept) ? [readKept(kept, log)] : [];
    const report = await verifyRecord(session, [...before, newest]);
    const { sources } = await session.call(Audit.sources, {});
    const gaps = sources.filter(({ contiguous, highest }) => contiguous < highest);
    const good = report.findings.length === 0 && gaps.length === 0;
    if (good && kept !== undefined) writeFileSync(kept, newest.note);
    const { leaves, erased, verifiedSize, findings } = report;
    const value = { good, leaves, erased, verifiedSize, findings, gaps };
    session.out.result(value, () => format(report, gaps, before.length > 0));
    return good ? EXIT.ok : EXIT.finding;
  },
});

async function newestCheckpoint({ call }: Session, log: TrustedLog): Promise<SignedCheckpoint> {
  const request = { treeSize: 0n, consistentWith: 0n };
  const { checkpoint } = await call(Audit.checkpoint, request);
  return openCheckpoint(checkpoint, log);
}

function readKept(path: string, log: TrustedLog): SignedCheckpoint {
  return openCheckpoint(readFileSync(path, 'utf8'), log);
}

async function verifyRecord(
  session: Session,
  checkpoints: readonly SignedCheckpoint[],
): Promise<RecordReport> {
  const verifier = createRecordVerifier(checkpoints);
  const size = Math.max(...checkpoints.map((checkpoint) => checkpoint.size));
  let next = 0;
  const read = async () => {
    const range = { from: BigInt(next), to: 0n };
    for await (const { events, leafHashes } of session.follow(Audit.leaves, range)) {
      verifier.add(events.map((event, at) => toLeaf(event, leafHashes[at])));
      next = Number(events.at(-1)?.index ?? next - 1) + 1;
      session.out.progress(`${next} of ${size} events`);
    }
  };
  await read();
  const report = verifier.report();
  const unaccounted = report.findings.every(({ kind }) => kind === 'erased-unaccounted');
  if (report.findings.length === 0 || !unaccounted) return report;
  // What was erased while it was being read is accounted for by an event that came after.
  await read();
  return verifier.report();
}

function toLeaf({ index, salt, event }: RecordedEvent, leafHash: Buffer | undefined) {
  return { index: Number(index), leafHash: leafHash ?? Buffer.alloc(0), salt, event };
}

function format(report: RecordReport, gaps: readonly Source[], hadKept: boolean): string {
  const { findings, leaves, erased, verifiedSize } = report;
  const against = hadKept ? 'the newest checkpoint and the one kept' : 'the newest checkpoint';
  const summary = formatFields([
    ['events', `${leaves}`],
    ['erased', erased === 0 ? '' : `${erased}, each accounted for unless said otherwise`],
    ['verified', `the first ${verifiedSize}, against ${against}`],
    ['result', findings.length + gaps.length === 0 ? 'nothing was changed' : 'NOT as it should be'],
  ]);
  const lines = [...findings.map(formatFinding), ...gaps.map(formatGap)];
  return [...lines, summary].join('\n');
}

function formatFinding(finding: Finding): string {
  switch (finding.kind) {
    case 'split-view':
      return `two signed checkpoints of size ${finding.size} differ: the log shows different trees`;
    case 'event-changed':
      return `event ${finding.index} was changed${finding.proven ? '' : ' (under no checkpoint)'}`;
    case 'leaf-repeated':
      return `event ${finding.index} came twice`;
    case 'leaves-missing':
      return `events ${rangeOf(finding.range)} are missing`;
    case 'tree-changed':
      return `among events ${rangeOf(finding.range)} one is not what it was`;
    case 'truncated':
      return `the record ends before events ${rangeOf(finding.range)}, which a checkpoint has`;
    case 'erased-unaccounted':
      return `events ${rangeOf(finding.range)} are gone, and no event says that they were erased`;
    default:
      return finding satisfies never;
  }
}

function rangeOf({ begin, end }: { begin: number; end: number }): string {
  return `${begin} to ${end - 1}`;
}

function formatGap({ source, contiguous, highest }: Source): string {
  return `${source}: numbers are missing between ${contiguous} and ${highest}`;
}
