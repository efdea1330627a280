import { alreadyExists } from '../../../libs/errors/index.js';
import type { Actor } from '../../../libs/events/definitions/actor.js';
import { authenticatorImported } from '../../../libs/events/definitions/otp.js';
import { authenticatorData, isActive } from '../core/authenticator.js';
import type { OtpauthUri } from '../core/parse-otpauth-uri.js';
import type { Clock, NotBefore, OtpStore, Random, Secrets } from '../ports.js';
import { addWithin } from './add-within.js';

export interface ImportParts {
  readonly store: OtpStore;
  readonly secrets: Secrets;
  readonly random: Random;
  readonly clock: Clock;
  readonly notBefore: NotBefore;
  readonly authenticatorsPerAccount: number;
}

/**
 * Imports an authenticator, active at once. If it is the account's first second factor, it ends what one factor earned
 * before, as the person's own enrolment does.
 * @returns its id
 * @throws GatepostError ALREADY_EXISTS if the account has one with this secret, because two would let each code be used
 * twice; FAILED_PRECONDITION if the account may have no more
 */
export async function importAuthenticator(
  parts: ImportParts,
  { account, uri, actor }: { account: string; uri: OtpauthUri; actor: Actor },
): Promise<string> {
  const { store, secrets, random, clock } = parts;
  const { secret, parameters, label } = uri;
  const id = random.id();
  const ask = await store.onAccount(account, async (tx) => {
    const now = clock.now();
    const existing = await tx.authenticators(now);
    const twin = existing.some((other) =>
      secrets.open(other.sealed, account, other.id).equals(secret),
    );
    if (twin) throw alreadyExists('the account has an authenticator with this secret');
    const sealed = secrets.seal(secret, account, id);
    const authenticator = {
      id,
      label,
      ...parameters,
      sealed,
      createdAt: now,
      enrolment: undefined,
    };
    await addWithin(tx, parts.authenticatorsPerAccount, existing, authenticator);
    await tx.emit(authenticatorImported, {
      account,
      authenticator: authenticatorData(authenticator),
      actor,
    });
    if (existing.some(isActive) || (await tx.hasPasskey())) return undefined;
    return await tx.askFirstEnrolment({
      decisionId: undefined,
      keepAppPasswords: false,
      actor: actor.certificate,
    });
  });
  if (ask !== undefined) await parts.notBefore.send(ask);
  return id;
}
