import { alreadyExists, invalidArgument } from '../../../libs/errors/index.js';
import type { EventActor } from '../core/events.js';
import { mainPasswordProblem } from '../core/main-password.js';
import type { Clock, CredentialStore, PasswordHashes, Patience } from '../ports.js';

export interface CreateAccountParts {
  readonly store: CredentialStore;
  readonly hashes: PasswordHashes;
  readonly clock: Clock;
  readonly leastPassword: number;
}

/**
 * Makes an account in the embedded back end, with a main password or without one.
 * @throws GatepostError ALREADY_EXISTS; INVALID_ARGUMENT for a password that is too short
 */
export async function createAccount(
  { store, hashes, clock, leastPassword }: CreateAccountParts,
  request: { readonly account: string; readonly password?: Buffer; readonly actor: EventActor },
  patience: Patience,
): Promise<void> {
  const { account, password, actor } = request;
  const problem = password && mainPasswordProblem(password, leastPassword);
  if (problem !== undefined) throw invalidArgument('password', problem);
  const hash = password && (await hashes.hash(password, patience));
  await store.transaction(async (tx) => {
    if (!(await tx.createAccount(account, hash, clock.now()))) {
      throw alreadyExists('there is such an account');
    }
    await tx.append({ type: 'account-created', account, hasPassword: hash !== undefined, actor });
  });
}
