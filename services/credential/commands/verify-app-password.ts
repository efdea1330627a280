import { timingSafeEqual } from 'node:crypto';
import type { Service } from '../../../libs/names/services.js';
import { isUseNews, judgeUse } from '../core/app-password.js';
import type { Verdict } from '../core/verdict.js';
import type {
  AppPasswordSecret,
  Clock,
  CredentialStore,
  Patience,
  Secrets,
  StoredAppPassword,
  Subject,
  Throttle,
} from '../ports.js';

export interface VerifyAppPasswordParts {
  readonly store: CredentialStore;
  readonly throttle: Throttle;
  readonly secrets: Secrets;
  readonly clock: Clock;
}

export interface AppPasswordToVerify {
  readonly subject: Subject;
  /** Undefined: what was typed has not the shape of an app password, and nothing is compared. */
  readonly secret: AppPasswordSecret | undefined;
  readonly service: Service;
}

export interface AppPasswordOutcome {
  readonly verdict: Verdict;
  /** With `verified` and `wrong-service`. */
  readonly id?: string;
}

/** What comparing gave, for the caller and for the throttle. */
interface Comparison {
  readonly compared: 'right' | 'wrong' | 'neither';
  readonly outcome: AppPasswordOutcome;
  /** The app password that was used. */
  readonly used?: StoredAppPassword;
}

const WRONG: AppPasswordOutcome = { verdict: 'wrong' };

/**
 * Compares an app password.
 *
 * Counted as a failure is a secret that is not the account's: one that is no app password's, and one
 * of another account. Not one that has lapsed or opens other services: who has it is not guessing.
 * @throws GatepostError UNAVAILABLE if no place under a limit came free before the deadline
 */
export async function verifyAppPassword(
  parts: VerifyAppPasswordParts,
  request: AppPasswordToVerify,
  patience: Patience,
): Promise<AppPasswordOutcome> {
  const { subject, secret, service } = request;
  if (secret === undefined) return WRONG;
  const comparison = await parts.throttle.guard(subject, patience, () =>
    compare(parts, { account: subject.account, secret, service }),
  );
  if (comparison === 'limited') return { verdict: 'rate-limited' };
  if (comparison.used !== undefined) await noteUse(parts, comparison.used, request.subject, secret);
  return comparison.outcome;
}

async function compare(
  { store, secrets, clock }: VerifyAppPasswordParts,
  login: { account: string; secret: AppPasswordSecret; service: Service },
): Promise<Comparison> {
  const { account, secret, service } = login;
  const stored = await store.findAppPassword(secret.publicPart);
  const { hash } = secrets.hashAppPassword(secret, stored?.keyId);
  if (stored === undefined || !timingSafeEqual(hash, stored.hash)) {
    return { compared: 'wrong', outcome: WRONG };
  }
  const worth = judgeUse(stored, { account, service, now: clock.now() });
  switch (worth) {
    case 'opens':
      return { compared: 'right', outcome: { verdict: 'verified', id: stored.id }, used: stored };
    case 'another-service':
      return { compared: 'neither', outcome: { verdict: 'wrong-service', id: stored.id } };
    case 'lapsed':
      return { compared: 'neither', outcome: WRONG };
    case 'another-account':
      return { compared: 'wrong', outcome: WRONG };
    default:
      return worth satisfies never;
  }
}

/** At most once a minute; a secret that an older key hashed is hashed with the newest on the way. */
async function noteUse(
  { store, secrets, clock }: VerifyAppPasswordParts,
  used: StoredAppPassword,
  { address }: Subject,
  secret: AppPasswordSecret,
): Promise<void> {
  const now = clock.now();
  const rehashed = used.keyId === secrets.newestKeyId ? undefined : secrets.hashAppPassword(secret);
  if (rehashed === undefined && !isUseNews(used, now)) return;
  await store.noteUse({ id: used.id, now, ip: address.text, rehashed });
}
