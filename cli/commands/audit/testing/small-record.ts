import { generateKeyPairSync } from 'node:crypto';
import { AuditServiceService as Audit } from '../../../../libs/gen/gatepost/audit/v1/audit.js';
import {
  appendLeaves,
  EMPTY_FRONTIER,
  formatVerifierKey,
  hashEvent,
  noteSigner,
  rootOf,
  signCheckpoint,
} from '../../../../libs/merkle/index.js';
import { createOutput } from '../../../output/output.js';
import type { Session } from '../../../session/session.js';

const ORIGIN = 'audit.test/record';
const SALT = Buffer.alloc(16, 7);
export const T0 = Date.parse('2026-03-01T12:00:00.000Z');

/**
 * A session with an audit service whose record has two events. A checkpoint is signed after each: at `T0`, and an hour
 * later. Everything in it is genuine, except that the second event may claim any time of recording.
 *
 * @param recordedAt the time that the server sends for the second event, in ms since the epoch
 * @param cosign lines of signatures for a checkpoint, by its size and note
 */
export function sessionWith(
  recordedAt: number,
  cosign: (size: number, note: string) => string = () => '',
) {
  const events = [1, 2].map((n) => Buffer.from(JSON.stringify({ id: `event-${n}` })));
  const hashes = events.map((event) => hashEvent(SALT, event));
  const signer = noteSigner(
    ORIGIN,
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }),
  );
  const times = [T0, T0 + 3_600_000];
  const notes = times.map((time, i) => {
    const root = rootOf(appendLeaves(EMPTY_FRONTIER, hashes.slice(0, i + 1)));
    const note = signCheckpoint({ origin: ORIGIN, size: i + 1, root, time }, [signer]);
    return note + cosign(i + 1, note);
  });
  const recorded = events.map((event, i) => ({
    ...{ index: BigInt(i), source: '/gatepost/policy', sequence: BigInt(i + 1), event, salt: SALT },
    recordedAt: new Date(i === 0 ? T0 : recordedAt),
  }));
  const checkpoint = ({ treeSize, atMost }: { treeSize: bigint; atMost: boolean }) => {
    const size = treeSize === 0n ? 2 : atMost ? Math.min(2, Number(treeSize)) : Number(treeSize);
    return { checkpoint: Buffer.from(notes[size - 1] ?? ''), edge: [], consistency: [] };
  };
  const answers = new Map<unknown, (request: never) => unknown>([
    [Audit.prove, () => ({ event: recorded[1], path: [hashes[0]], checkpoint: note(notes[1]) })],
    [Audit.checkpoint, checkpoint],
    [Audit.sources, () => ({ sources: [] })],
    [Audit.query, () => ({ events: [], nextToken: '' })],
    [Audit.leaves, () => [{ events: recorded, leafHashes: hashes }]],
    [Audit.checkIndex, () => [{ next: 2n, differing: [], miscounted: [] }]],
  ]);
  const answer = (method: unknown, request: unknown) => {
    const found = answers.get(method);
    if (found === undefined) throw new Error('the test has no answer for this call');
    return found(request as never);
  };
  const written: string[] = [];
  const stream = { write: (text: string) => written.push(text) } as never;
  const session = {
    out: createOutput({ stdout: stream, stderr: stream, json: false }),
    config: () => ({ targets: {}, record: { keys: [formatVerifierKey(signer)] } }),
    call: async (method: unknown, request: unknown) => answer(method, request),
    async *follow(method: unknown, request: unknown) {
      yield* answer(method, request) as Iterable<unknown>;
    },
  } as unknown as Session;
  return { session, written: () => written.join('') };
}

function note(text: string | undefined): Buffer {
  return Buffer.from(text ?? '');
}
