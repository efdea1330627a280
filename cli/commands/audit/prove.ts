import { readFileSync, writeFileSync } from 'node:fs';
import {
  AuditServiceService as Audit,
  type RecordedEvent,
} from '../../../libs/gen/gatepost/audit/v1/audit.js';
import {
  checkProof,
  formatProof,
  isWithin,
  NoteError,
  parseProof,
  type TimeWindow,
} from '../../../libs/merkle/index.js';
import { defineCommand } from '../../define-command.js';
import { CliError, EXIT, usageError } from '../../output/exit.js';
import { formatFields } from '../../output/output.js';
import { AsIs } from '../../output/to-json.js';
import type { Session } from '../../session/session.js';
import { fetchWindow } from './fetch-checkpoint.js';
import { KEY_OPTION, type TrustedLog, trustedLog } from './trusted-log.js';

interface Options {
  readonly key?: string;
  readonly save?: string;
  readonly proof?: string;
  readonly event?: string;
}

export const auditProve = defineCommand<Options>({
  usage: 'prove [event]',
  about: 'Prove that an event is in the record, without trust in anybody.',
  details: `Fetches the event and its proof, and checks them here. --save writes <name>.json (the exact bytes of the
event) and <name>.proof (C2SP tlog-proof). Later, --event and --proof check these files without asking any server.
Shows between which signed times the event was recorded: those of the checkpoints next to it; offline, before that of
the proof's checkpoint. Exit 3 if the proof is not valid, the time of recording is not between those times (one minute
is allowed for clocks), or the event was erased.`,
  options: [
    KEY_OPTION,
    { flags: '--save <name>', about: 'write <name>.json and <name>.proof' },
    { flags: '--event <file>', about: 'check this event' },
    { flags: '--proof <file>', about: 'with this proof, offline' },
  ],
  examples: [
    'audit prove 0197c2a0-…',
    'audit prove 0197c2a0-… --save login',
    'audit prove --event login.json --proof login.proof --key record.vkey',
  ],
  async run(session, [id], options) {
    const log = trustedLog(session, options.key);
    const { event, text, recorded } = await obtain(session, id, options);
    if (recorded?.event.length === 0) return showErased(session, recorded);
    if (options.save !== undefined) {
      writeFileSync(`${options.save}.json`, event);
      writeFileSync(`${options.save}.proof`, text);
    }
    const time = recorded && (await recordingTime(session, log, recorded));
    return check({ session, event, text, log, time });
  },
});

async function obtain(
  session: Session,
  id: string | undefined,
  options: Options,
): Promise<{ event: Buffer; text: string; recorded?: RecordedEvent }> {
  if (options.event !== undefined && options.proof !== undefined) {
    return { event: readFileSync(options.event), text: readFileSync(options.proof, 'utf8') };
  }
  if (id === undefined) throw usageError('give an event id, or --event and --proof');
  const answer = await session.call(Audit.prove, { eventId: id, treeSize: 0n });
  if (answer.event === undefined) throw new CliError('the server sent no event');
  if (answer.event.event.length === 0) return { ...NOTHING, recorded: answer.event };
  const text = formatProof({
    index: Number(answer.event.index),
    salt: answer.event.salt,
    path: answer.path,
    checkpoint: answer.checkpoint.toString('utf8'),
  });
  return { event: answer.event.event, text, recorded: answer.event };
}

/** When the record says that it recorded an event, and what signed times show. */
interface RecordingTime extends TimeWindow {
  readonly recordedAt: number;
}

async function recordingTime(
  session: Session,
  log: TrustedLog,
  { index, recordedAt }: RecordedEvent,
): Promise<RecordingTime> {
  const window = await fetchWindow(session, log, Number(index));
  return { ...window, recordedAt: recordedAt?.getTime() ?? 0 };
}

const NOTHING = { event: Buffer.alloc(0), text: '' };

/** An erased event cannot be proven: its leaf alone says nothing about its content. */
function showErased({ out }: Session, { index, source, sequence, recordedAt }: RecordedEvent) {
  const recorded = recordedAt?.toISOString() ?? '';
  const view = { holds: false, erased: true, index: Number(index), source, recordedAt: recorded };
  out.result({ ...view, sequence: Number(sequence) }, () =>
    formatFields([
      ['proof', 'none: the event was erased'],
      ['index', `${index}`],
      ['source', `${source}, number ${sequence}`],
      ['recorded', recorded],
      ['erased by', 'gatepost audit query --type gatepost.audit.erased.v1'],
    ]),
  );
  return EXIT.finding;
}

function check(options: {
  session: Session;
  event: Buffer;
  text: string;
  log: TrustedLog;
  /** Undefined: offline. */
  time: RecordingTime | undefined;
}) {
  const { session, event, text, log, time } = options;
  try {
    const proof = parseProof(text);
    const checkpoint = checkProof(proof, event, log);
    const window = time ?? { notBefore: undefined, notAfter: checkpoint.time };
    if (time !== undefined && !isWithin(time.recordedAt, time)) {
      const at = new Date(time.recordedAt).toISOString();
      throw new NoteError(`it was recorded ${formatWindow(window)}, and not at ${at}`);
    }
    const view = { holds: true, index: proof.index, treeSize: checkpoint.size };
    const recorded = {
      recordedAt: iso(time?.recordedAt),
      recordedAfter: iso(window.notBefore),
      recordedBefore: iso(window.notAfter),
    };
    const json = { ...view, ...recorded, event: new AsIs(JSON.parse(event.toString('utf8'))) };
    session.out.result(json, () =>
      formatFields([
        ['proof', 'holds'],
        ['recorded', formatWindow(window)],
        ['index', `${proof.index} of ${checkpoint.size}`],
        ['log', checkpoint.origin],
        ['signed by', checkpoint.signedBy.map(({ keyId }) => keyId).join(', ')],
        ['event', event.toString('utf8')],
      ]),
    );
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof NoteError)) throw error;
    session.out.result({ holds: false, why: error.message }, () => `no proof: ${error.message}`);
    return EXIT.finding;
  }
}

function iso(time: number | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString();
}

/** The times in words. A bound that no checkpoint gives is left out. */
function formatWindow({ notBefore, notAfter }: TimeWindow): string {
  const after = notBefore === undefined ? '' : `after ${iso(notBefore)}`;
  const before = notAfter === undefined ? '' : `before ${iso(notAfter)}`;
  return [after, before].filter((part) => part !== '').join(' and ');
}
