import { invalidArgument, notFound } from '../../../libs/errors/index.js';
import type { EventActor } from '../core/events.js';
import { mainPasswordProblem } from '../core/main-password.js';
import type { Patience } from '../ports.js';
import { afterPasswordChange } from './after-password-change.js';
import type { CreateAccountParts } from './create-account.js';

/**
 * Sets the main password of an account in the embedded back end.
 * @throws GatepostError NOT_FOUND if there is no such account; INVALID_ARGUMENT for one that is too short
 */
export async function setPassword(
  { store, hashes, clock, leastPassword }: CreateAccountParts,
  request: { readonly account: string; readonly password: Buffer; readonly actor: EventActor },
  patience: Patience,
): Promise<void> {
  const { account, password, actor } = request;
  const problem = mainPasswordProblem(password, leastPassword);
  if (problem !== undefined) throw invalidArgument('password', problem);
  const hash = await hashes.hash(password, patience);
  await store.transaction(async (tx) => {
    await tx.holdAccount(account);
    if (!(await tx.setPasswordHash(account, hash, clock.now()))) {
      throw notFound('there is no such account');
    }
    await tx.append({ type: 'password-set', account, actor });
    await afterPasswordChange(tx, account, actor);
  });
}
