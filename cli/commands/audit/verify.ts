import { readFileSync, writeFileSync } from 'node:fs';
import { AuditServiceService as Audit } from '../../../libs/gen/gatepost/audit/v1/audit.js';
import { openCheckpoint } from '../../../libs/merkle/index.js';
import { defineCommand } from '../../define-command.js';
import { EXIT, usageError } from '../../output/exit.js';
import { checkIndex } from './check-index.js';
import { findAlarms } from './find-alarms.js';
import { findWitnessed } from './find-witnessed.js';
import { formatVerdict } from './format-verdict.js';
import { readAndVerify } from './read-and-verify.js';
import { KEY_OPTION, trustedLog, trustedWitnesses, WITNESS_OPTION } from './trusted-log.js';

interface Options {
  readonly key?: string;
  readonly against?: string;
  readonly keep?: string;
  readonly tail?: true;
  readonly witness?: readonly string[];
}

export const auditVerify = defineCommand<Options>({
  usage: 'verify',
  about: 'Read the whole record and check that nothing in it was changed, removed or reordered.',
  details: `Computes every leaf and the tree again, and compares them with the newest signed checkpoint. With
--against it also compares them with a checkpoint that was kept earlier, which shows that nothing before it was
touched. Names the event that was changed, or the events between the last checkpoint that matches and the first that
does not. Compares times of recording, which no hash covers, with the signed times of up to 256 checkpoints, spread
over what is read; one minute is allowed for clocks. Also lists: sequence numbers of each source that never arrived; events that a search would miss or wrongly
find; events that were refused since the kept checkpoint; services whose events the record does not accept; and how
long no checkpoint has been signed. With --tail, reads only events after the kept checkpoint, once it is proven that
the tree under it is a prefix of today's tree (RFC 6962); a daily verification then reads one day. Without --against
the command cannot show whether the record was rewritten before its newest checkpoint and signed again, and says so.
With --witness, a checkpoint signed within 70 minutes before the newest one must have a cosignature of that witness
(C2SP tlog-cosignature, Ed25519), and what is read must match that checkpoint, too.
Exit 3 for any finding.`,
  options: [
    KEY_OPTION,
    { flags: '--against <file>', about: 'a checkpoint that was kept earlier' },
    { flags: '--tail', about: 'read only what came since the checkpoint of --against' },
    WITNESS_OPTION,
    { flags: '--keep <file>', about: 'if all is well, write the newest checkpoint there' },
  ],
  examples: [
    'audit verify',
    'audit verify --keep ~/gatepost.checkpoint',
    'audit verify --against ~/gatepost.checkpoint --keep ~/gatepost.checkpoint',
    'audit verify --tail --against ~/gatepost.checkpoint --keep ~/gatepost.checkpoint',
  ],
  async run(session, _args, { key, against, keep, tail, witness }) {
    const log = trustedLog(session, key);
    const kept =
      against === undefined ? undefined : openCheckpoint(readFileSync(against, 'utf8'), log);
    if (tail && kept === undefined)
      throw usageError('--tail needs --against <file>, the checkpoint to start from');
    const from = tail ? (kept?.size ?? 0) : 0;
    const witnessed = await findWitnessed(session, log, trustedWitnesses(witness));
    const { report, times, newest, changed, size } = await readAndVerify(session, {
      log,
      kept,
      tail,
      also: witnessed.flatMap(({ checkpoint }) => checkpoint ?? []),
    });
    const { sources } = await session.call(Audit.sources, {});
    const gaps = sources.filter(({ missing }) => missing.length > 0);
    const index = await checkIndex(session, from);
    const alarms = await findAlarms(session, {
      leaves: size,
      signed: newest.size,
      kept: kept?.size ?? 0,
    });
    const { refused, stuck } = alarms;
    const wrong = [
      report.findings,
      times.outside,
      gaps,
      index.differing,
      index.miscounted,
      refused,
      stuck,
      witnessed.filter(({ checkpoint }) => checkpoint === undefined),
    ];
    const good = wrong.every(({ length }) => length === 0) && alarms.unsignedSince === undefined;
    if (good && keep !== undefined) writeFileSync(keep, newest.note);
    const { leaves, erased, verifiedSize, findings } = report;
    const read = { leaves, erased, verifiedSize, findings, times, changed };
    const cosigned = witnessed.map(({ checkpoint, ...by }) => ({ ...by, size: checkpoint?.size }));
    const value = { good, ...read, index, gaps, alarms, cosigned };
    session.out.result(value, () =>
      formatVerdict({ good, report, times, changed, index, gaps, alarms, witnessed, kept, from }),
    );
    return good ? EXIT.ok : EXIT.finding;
  },
});
