import { AuditServiceService as Audit } from '../../../libs/gen/gatepost/audit/v1/audit.js';
import {
  openCheckpoint,
  type SignedCheckpoint,
  type TimeWindow,
} from '../../../libs/merkle/index.js';
import type { Session } from '../../session/session.js';
import type { TrustedLog } from './trusted-log.js';

/** The smallest published checkpoint of at least `size` leaves (0: the newest), whose signature is verified. */
export function fetchCheckpoint(
  session: Session,
  log: TrustedLog,
  size: number,
): Promise<SignedCheckpoint> {
  return fetchSigned(session, log, { size, atMost: false });
}

/** The largest published checkpoint of at most `size` leaves, whose signature is verified. */
export function fetchCheckpointUpTo(
  session: Session,
  log: TrustedLog,
  size: number,
): Promise<SignedCheckpoint> {
  return fetchSigned(session, log, { size, atMost: true });
}

/** When a leaf was appended, as the published checkpoints next to it say. */
export async function fetchWindow(
  session: Session,
  log: TrustedLog,
  index: number,
): Promise<TimeWindow> {
  // A checkpoint that is missing, or that no trusted key signed, gives no bound.
  const none = () => undefined;
  const after = await fetchCheckpoint(session, log, index + 1).catch(none);
  const before =
    index === 0 ? undefined : await fetchCheckpointUpTo(session, log, index).catch(none);
  return {
    // A server of a version before ignores `at_most`.
    notBefore: before !== undefined && before.size <= index ? before.time : undefined,
    notAfter: after?.time,
  };
}

async function fetchSigned(
  session: Session,
  log: TrustedLog,
  { size, atMost }: { readonly size: number; readonly atMost: boolean },
): Promise<SignedCheckpoint> {
  const request = { treeSize: BigInt(size), consistentWith: 0n, atMost };
  return openCheckpoint((await session.call(Audit.checkpoint, request)).checkpoint, log);
}
