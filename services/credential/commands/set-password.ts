import { invalidArgument, notFound } from '../../../libs/errors/index.js';
import type { Actor } from '../../../libs/events/definitions/actor.js';
import { passwordSet } from '../../../libs/events/definitions/credential.js';
import { mainPasswordProblem } from '../core/main-password.js';
import type { CallScope, NotBefore } from '../ports.js';
import { afterPasswordChange } from './after-password-change.js';
import type { CreateAccountParts } from './create-account.js';
import { refuseOtherBackend } from './refuse-other-backend.js';

/**
 * Sets the main password of an account in the embedded back end. When this returns, sessions and trust of earlier
 * logins have ended if trust-store can be asked; otherwise they end within a second of its return.
 * @throws GatepostError FAILED_PRECONDITION if another back end verifies the domain's passwords; NOT_FOUND if there is
 * no such account; INVALID_ARGUMENT for a password that is too short
 */
export async function setPassword(
  {
    store,
    hashes,
    clock,
    leastPassword,
    notBefore,
  }: CreateAccountParts & {
    readonly notBefore: NotBefore;
  },
  request: { readonly account: string; readonly password: Buffer; readonly actor: Actor },
  call: CallScope,
): Promise<void> {
  const { account, password, actor } = request;
  await refuseOtherBackend(store, account);
  const problem = mainPasswordProblem(password, leastPassword);
  if (problem !== undefined) throw invalidArgument('password', problem);
  const hash = await hashes.hash(password, call);
  const ask = await store.transaction(async (tx) => {
    await tx.holdAccount(account);
    if (!(await tx.setPasswordHash(account, hash, clock.now()))) {
      throw notFound('there is no such account');
    }
    await tx.notePasswordChange(account, clock.now());
    await tx.emit(passwordSet, { account, actor });
    return afterPasswordChange(tx, account, actor);
  });
  await notBefore.send(ask);
}
