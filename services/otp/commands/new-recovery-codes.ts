import { failedPrecondition } from '../../../libs/errors/index.js';
import type { Actor } from '../../../libs/events/definitions/actor.js';
import { recoveryCodesIssued } from '../../../libs/events/definitions/otp.js';
import { isActive } from '../core/authenticator.js';
import { makeRecoveryCode, normaliseRecoveryCode, RECOVERY_CODES } from '../core/recovery-code.js';
import type { AccountTransaction, Clock, Random, Secrets } from '../ports.js';

export interface RecoveryCodeParts {
  readonly secrets: Secrets;
  readonly random: Random;
  readonly clock: Clock;
}

/**
 * Gives the account new recovery codes in place of all old ones.
 * @returns the codes; only their keyed hashes are stored
 * @throws GatepostError FAILED_PRECONDITION if the account has neither an active authenticator nor a passkey
 */
export async function newRecoveryCodes(
  tx: AccountTransaction,
  parts: RecoveryCodeParts,
  of: { account: string; actor: Actor },
): Promise<string[]> {
  const authenticators = await tx.authenticators(parts.clock.now());
  if (!authenticators.some(isActive) && !(await tx.hasPasskey())) throw noSecondFactor();
  return makeRecoveryCodes(tx, parts, of);
}

/** As `newRecoveryCodes`, without checking for a second factor. */
export async function makeRecoveryCodes(
  tx: AccountTransaction,
  { secrets, random, clock }: RecoveryCodeParts,
  { account, actor }: { account: string; actor: Actor },
): Promise<string[]> {
  const codes = new Set<string>();
  while (codes.size < RECOVERY_CODES) codes.add(makeRecoveryCode((n) => random.bytes(n)));
  const hashed = [...codes].map((code) => secrets.hashRecoveryCode(account, normalised(code)));
  await tx.replaceRecoveryCodes(hashed, clock.now());
  await tx.emit(recoveryCodesIssued, { account, count: codes.size, actor });
  return [...codes];
}

/** FAILED_PRECONDITION: recovery codes replace a second factor, and the account has none. */
export function noSecondFactor() {
  return failedPrecondition('the account has no authenticator and no passkey');
}

function normalised(code: string): string {
  const glyphs = normaliseRecoveryCode(code);
  if (glyphs === undefined) throw new TypeError('a recovery code that would never be read');
  return glyphs;
}
