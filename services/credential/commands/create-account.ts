import { alreadyExists, invalidArgument } from '../../../libs/errors/index.js';
import type { Actor } from '../../../libs/events/definitions/actor.js';
import { accountCreated } from '../../../libs/events/definitions/credential.js';
import { domainOfAccount } from '../../../libs/names/account.js';
import type { BackendKind } from '../core/backend.js';
import { mainPasswordProblem } from '../core/main-password.js';
import type { CallScope, Clock, CredentialStore, PasswordHashes } from '../ports.js';

export interface CreateAccountParts {
  readonly store: CredentialStore;
  readonly hashes: PasswordHashes;
  readonly clock: Clock;
  readonly leastPassword: number;
}

/**
 * Creates an account in the embedded back end, with or without a main password.
 * @returns the back end of its domain; only `embedded` uses the password
 * @throws GatepostError ALREADY_EXISTS; INVALID_ARGUMENT for a password that is too short
 */
export async function createAccount(
  { store, hashes, clock, leastPassword }: CreateAccountParts,
  request: { readonly account: string; readonly password?: Buffer; readonly actor: Actor },
  call: CallScope,
): Promise<BackendKind['kind']> {
  const { account, password, actor } = request;
  const problem = password && mainPasswordProblem(password, leastPassword);
  if (problem !== undefined) throw invalidArgument('password', problem);
  const hash = password && (await hashes.hash(password, call));
  return store.transaction(async (tx) => {
    if (!(await tx.createAccount(account, hash, clock.now()))) {
      throw alreadyExists('the account exists already');
    }
    await tx.notePasswordChange(account, clock.now());
    await tx.emit(accountCreated, { account, has_password: hash !== undefined, actor });
    return (await tx.backendOf(domainOfAccount(account))).kind;
  });
}
