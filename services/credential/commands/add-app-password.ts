import { internal, resourceExhausted } from '../../../libs/errors/index.js';
import type { Actor } from '../../../libs/events/definitions/actor.js';
import { appPasswordCreated } from '../../../libs/events/definitions/credential.js';
import { drawAppPassword, formatAppPassword } from '../../../libs/names/app-password.js';
import type { Service } from '../../../libs/names/services.js';
import type { AppPassword } from '../core/app-password.js';
import { appPasswordData } from '../core/app-password.js';
import type { Clock, CredentialTransaction, Random, Secrets } from '../ports.js';

export interface AddAppPasswordParts {
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly random: Random;
  /** How many app passwords an account may have. Lapsed ones do not count. */
  readonly perAccount: number;
}

export interface AppPasswordWish {
  readonly account: string;
  readonly label: string;
  readonly services: readonly Service[];
  /** Undefined: it never expires. */
  readonly expiresAt: number | undefined;
  /** The sign-in that allows it proved one factor, so it ends at the first enrolment. */
  readonly onOneFactor: boolean;
}

export interface MadeAppPassword {
  readonly appPassword: AppPassword;
  /** Shown only now. The stored data cannot reproduce it. */
  readonly secret: string;
  /** Nothing was stored about the account before. */
  readonly firstOfAccount: boolean;
}

/** A public part is one of 900 million values, so five collisions in a row are no accident. */
const DRAWS = 5;

/**
 * Makes an app password within an open transaction, which then holds the account.
 * @throws GatepostError RESOURCE_EXHAUSTED past the account's limit
 */
export async function addAppPassword(
  tx: CredentialTransaction,
  { secrets, clock, random, perAccount }: AddAppPasswordParts,
  wish: AppPasswordWish,
  actor: Actor,
): Promise<MadeAppPassword> {
  const { account, label, services, expiresAt, onOneFactor } = wish;
  const now = clock.now();
  await tx.holdAccount(account);
  const firstOfAccount = !(await tx.knows(account));
  if ((await tx.countAppPasswords(account, now)) >= perAccount) {
    throw resourceExhausted(`the account has ${perAccount} app passwords, and may have no more`);
  }
  for (let draw = 0; draw < DRAWS; draw++) {
    const parts = drawAppPassword((n) => random.bytes(n));
    const made = {
      ...{ id: random.id(), account, label, services },
      ...{ createdAt: now, expiresAt, onOneFactor },
    };
    const added = await tx.addAppPassword({
      ...made,
      ...secrets.hashAppPassword(parts),
      publicPart: parts.publicPart,
    });
    if (!added) continue;
    await tx.emit(appPasswordCreated, { account, app_password: appPasswordData(made), actor });
    return {
      appPassword: { ...made, enabled: true, lastUsedAt: undefined, lastUsedIp: undefined },
      secret: formatAppPassword(parts),
      firstOfAccount,
    };
  }
  throw internal(new Error('every public part that was drawn is taken'));
}
