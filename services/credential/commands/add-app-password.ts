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
  /** App passwords that an account may have; lapsed ones do not count. */
  readonly perAccount: number;
}

export interface AppPasswordWish {
  readonly account: string;
  readonly label: string;
  readonly services: readonly Service[];
  /** Undefined: never. */
  readonly expiresAt: number | undefined;
  /** It ends at the first enrolment: the sign-in that allows it proved one factor. */
  readonly onOneFactor: boolean;
}

export interface MadeAppPassword {
  readonly appPassword: AppPassword;
  /** Shown this once; nothing that is kept can give it again. */
  readonly secret: string;
  /** Nothing was kept of the account before. */
  readonly firstOfAccount: boolean;
}

/** A public part is one of 900 million: five that are taken in a row are no accident. */
const DRAWS = 5;

/**
 * Makes an app password, in a transaction that is under way and then holds the account.
 * @throws GatepostError RESOURCE_EXHAUSTED past the limit of the account
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
