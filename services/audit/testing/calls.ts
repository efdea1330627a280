import {
  AuditServiceService as Audit,
  type Filter,
  RecordServiceService as Records,
} from '../../../libs/gen/gatepost/audit/v1/audit.js';
import { Service } from '../../../libs/gen/gatepost/common/v1/common.js';
import type { Peer } from '../../../libs/grpc/index.js';
import { createRecordVerifier, type RecordReport } from '../../../libs/merkle/index.js';
import { loginEvent, POLICY } from './events.js';

export const within = { deadlineMs: 20_000, waitForReady: true };

/** A filter that matches everything. */
export const ANY: Filter = {
  ...{ account: '', domain: '', clientIp: '', service: Service.UNSPECIFIED, decision: '' },
  ...{ reason: '', rule: '', since: undefined, until: undefined, type: '', eventId: '' },
};

/** Login events numbered `first` to `last`, both included. */
export const logins = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, i) => loginEvent(first + i));

/** Records events under the numbers from `first` on. */
export function record(as: Peer, events: readonly Buffer[], first = 1, source = POLICY) {
  const numbered = events.map((event, i) => ({ sequence: BigInt(first + i), event }));
  return as.unary(Records.record, { source, events: numbered }, within);
}

/** The ids of all matching events, read in pages of `size`. */
export async function query(as: Peer, filter: Partial<Filter>, size = 0): Promise<string[]> {
  const ids: string[] = [];
  let token = '';
  do {
    const request = { filter: { ...ANY, ...filter }, page: { size, token } };
    const answer = await as.unary(Audit.query, request, within);
    ids.push(...answer.events.map(({ event }) => JSON.parse(event.toString()).id));
    token = answer.nextToken;
  } while (token !== '');
  return ids;
}

/** Reads every leaf and checks it against checkpoints, as an auditor does. */
export async function verify(
  as: Peer,
  checkpoints: readonly { size: number; root: Buffer }[],
): Promise<RecordReport> {
  const verifier = createRecordVerifier(checkpoints);
  for await (const batch of as.serverStream(Audit.leaves, { from: 0n, to: 0n })) {
    verifier.add(
      batch.events.map((event, i) => {
        return { ...event, index: Number(event.index), leafHash: batch.leafHashes[i] as Buffer };
      }),
    );
  }
  return verifier.report();
}
