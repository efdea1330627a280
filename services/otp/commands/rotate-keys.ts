import { failedPrecondition, GatepostError } from '../../../libs/errors/index.js';
import type { Actor } from '../../../libs/events/definitions/actor.js';
import type { SealedSecret, Secrets } from '../ports.js';

/** The sealed secrets of all accounts. */
export interface SealedStore {
  count(keyId: string): Promise<{ total: number; others: number }>;
  /** Rows not sealed under `keyId`, by id, after the id `after`. */
  read(from: { keyId: string; after: string; limit: number }): Promise<readonly SealedRow[]>;
  /** False if the stored secret is no longer `from`. */
  replace(id: string, change: { from: SealedSecret; to: SealedSecret }): Promise<boolean>;
  /** Records that all secrets are now sealed under `keyId`. */
  announce(rotation: { keyId: string; sealed: number; actor: Actor }): Promise<void>;
}

export interface SealedRow {
  readonly id: string;
  readonly account: string;
  readonly sealed: SealedSecret;
}

export interface RotateParts {
  readonly secrets: Secrets;
  readonly sealed: SealedStore;
  readonly log: { error(message: string, fields: object): void };
}

export interface Progress {
  /** Secrets that are under the newest key. */
  readonly done: number;
  /** All secrets. */
  readonly total: number;
}

const BATCH = 100;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/**
 * Reseals every secret under the newest key, and reports progress after each batch. Logins go on meanwhile. If it was
 * interrupted, a new run continues with the remaining secrets.
 * @throws GatepostError FAILED_PRECONDITION at the end if some could not be opened; those are in the log, and all
 * others are done
 */
export async function* rotateKeys(
  { secrets, sealed, log }: RotateParts,
  { actor }: { actor: Actor },
): AsyncGenerator<Progress> {
  const keyId = secrets.newestKeyId;
  const { total, others } = await sealed.count(keyId);
  let done = total - others;
  let resealed = 0;
  let unreadable = 0;
  yield { done, total };
  for (let after = BEFORE_ALL; ; ) {
    const batch = await sealed.read({ keyId, after, limit: BATCH });
    for (const { id, account, sealed: from } of batch) {
      after = id;
      const to = sealAgain(id, account, from);
      if (to === undefined) unreadable += 1;
      else if (await sealed.replace(id, { from, to })) resealed += 1;
    }
    if (batch.length === 0) break;
    done = Math.min(total, total - others + resealed);
    yield { done, total };
  }
  if (unreadable > 0) {
    throw failedPrecondition(`${unreadable} secrets could not be opened: the log lists them`);
  }
  if (resealed > 0) await sealed.announce({ keyId, sealed: resealed, actor });

  function sealAgain(id: string, account: string, from: SealedSecret): SealedSecret | undefined {
    try {
      return secrets.seal(secrets.open(from, account, id), account, id);
    } catch (error) {
      if (!(error instanceof GatepostError)) throw error;
      log.error('a sealed secret does not open', { authenticator: id, account, error });
      return undefined;
    }
  }
}
