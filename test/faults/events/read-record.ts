import type { Installation } from '../../../cli/up/installation/prepare-installation.js';
import { RECORD_ORIGIN } from '../../../cli/up/installation/secrets.js';
import {
  createRecordVerifier,
  openCheckpoint,
  parseVerifierKey,
  type RecordReport,
  type SignedCheckpoint,
} from '../../../libs/merkle/index.js';
import type { Message, ProtoClient } from '../../suite/proto-client.js';

const AUDIT = 'gatepost.audit.v1.AuditService';

/** An event in the record or the stream. */
export interface SeenEvent {
  readonly id: string;
  readonly source: string;
  readonly sequence: number;
  readonly type: string;
  readonly account: string;
  readonly decision: string;
  /** Time from the event to its arrival, in ms. */
  readonly lagMs: number;
}

/** Reads an event. @param takenAt when it was read, in ms since the epoch */
export function seenEvent(bytes: Buffer, sequence: number, takenAt: number): SeenEvent {
  const { id, source, type, time, data } = JSON.parse(bytes.toString('utf8'));
  const { account = '', decision = '' } = data;
  return { id, source, type, sequence, account, decision, lagMs: takenAt - Date.parse(time) };
}

/** Reads the newest checkpoint and verifies its signature. */
export async function readCheckpoint(
  auditor: ProtoClient,
  { secrets }: Installation,
): Promise<SignedCheckpoint> {
  const { checkpoint } = await auditor.call(`${AUDIT}/Checkpoint`, {}, { deadlineMs: 2_000 });
  const verifiers = [parseVerifierKey(secrets.recordVerifierKey)];
  return openCheckpoint(checkpoint, { origin: RECORD_ORIGIN, verifiers });
}

/** Reads every leaf in order, and checks leaves and tree against the checkpoints. */
export async function readRecord(
  auditor: ProtoClient,
  checkpoints: readonly SignedCheckpoint[],
): Promise<{ events: SeenEvent[]; report: RecordReport }> {
  const verifier = createRecordVerifier(checkpoints);
  const events: SeenEvent[] = [];
  for await (const part of auditor.follow(`${AUDIT}/Leaves`, { from: 0, to: 0 })) {
    verifier.add(
      part.events.map((leaf: Message, at: number) => ({
        ...leaf,
        index: Number(leaf.index),
        leafHash: part.leaf_hashes[at],
      })),
    );
    for (const { event, sequence, recorded_at } of part.events) {
      const takenAt = Number(recorded_at.seconds) * 1000 + recorded_at.nanos / 1e6;
      events.push(seenEvent(event, Number(sequence), takenAt));
    }
  }
  return { events, report: verifier.report() };
}

/** The sources of the record. */
export async function readSources(auditor: ProtoClient): Promise<Message[]> {
  return (await auditor.call(`${AUDIT}/Sources`, {})).sources;
}
