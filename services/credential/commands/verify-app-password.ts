import { timingSafeEqual } from 'node:crypto';
import type { Service } from '../../../libs/names/services.js';
import type { SecretCheck } from '../../../libs/names/verdict.js';
import { judgeUse } from '../core/app-password.js';
import type {
  AppPasswordSecret,
  CallScope,
  StoredAppPassword,
  Subject,
  Throttle,
} from '../ports.js';
import { type NoteUseParts, noteUse } from './note-use.js';
import { resultOf } from './verify-password.js';

export interface VerifyAppPasswordParts extends NoteUseParts {
  readonly throttles: { readonly appPassword: Throttle };
}

export interface AppPasswordToVerify {
  readonly subject: Subject;
  /** Undefined if the typed text does not have the shape of an app password. Nothing is compared then. */
  readonly secret: AppPasswordSecret | undefined;
  readonly service: Service;
  readonly decisionId: string;
}

export interface AppPasswordOutcome extends SecretCheck {
  /** Set with `verified` and `wrong-service`. */
  readonly id?: string;
}

/** The result of comparing, for the caller and for the throttle. */
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
 * Attempts count against the named public part, whether or not it exists. So guesses at the main password or at another
 * app password do not lock it. A secret counts as a failure if it is no app password's, or belongs to another account.
 * A lapsed one, or one for other services, does not count, because its holder is not guessing.
 * @throws GatepostError UNAVAILABLE if no place under a limit came free before the deadline
 */
export async function verifyAppPassword(
  parts: VerifyAppPasswordParts,
  request: AppPasswordToVerify,
  call: CallScope,
): Promise<AppPasswordOutcome> {
  const { subject, secret, service } = request;
  if (secret === undefined) return WRONG;
  const { publicPart, secretPart } = secret;
  const attempt = { ...subject, named: publicPart, typed: Buffer.from(secretPart) };
  const comparison = await parts.throttles.appPassword.guard(attempt, call, () =>
    compare(parts, { account: subject.account, secret, service }),
  );
  if ('refused' in comparison) return resultOf(comparison);
  const { used: appPassword } = comparison;
  if (appPassword !== undefined) {
    const { address } = subject;
    await noteUse(parts, { appPassword, secret, address, decisionId: request.decisionId });
  }
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
