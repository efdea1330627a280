import { domainOf } from '../core/domain-of.js';
import type { EventActor } from '../core/events.js';
import type { PasswordHash } from '../core/password-hash.js';
import type {
  Clock,
  CredentialStore,
  CredentialTransaction,
  PasswordHashes,
  Patience,
} from '../ports.js';
import { afterPasswordChange } from './after-password-change.js';

/** The password of an account that is taken over: a hash, what was kept in the clear, or none. */
export type ImportedPassword =
  | PasswordHash
  | { readonly scheme: 'plain'; readonly password: Buffer }
  | undefined;

type KeptHash = Pick<PasswordHash, 'scheme' | 'text'>;

export interface AccountToImport {
  readonly account: string;
  readonly password: ImportedPassword;
}

export type ImportOutcome = 'created' | 'password-set' | 'left' | 'named-twice';

export interface ImportAccountsParts {
  readonly store: CredentialStore;
  readonly hashes: PasswordHashes;
  readonly clock: Clock;
}

/**
 * Takes over accounts, all in one transaction; what of them is there already with a password is left, or
 * gets the new one with `replace`. Called again with the same, it leaves them as they are.
 * @returns what became of each, in their order
 * @throws GatepostError UNAVAILABLE if passwords in the clear could not be hashed before the deadline
 */
export async function importAccounts(
  { store, hashes, clock }: ImportAccountsParts,
  request: {
    readonly accounts: readonly AccountToImport[];
    readonly replace: boolean;
    readonly actor: EventActor;
  },
  patience: Patience,
): Promise<ImportOutcome[]> {
  const { accounts, replace, actor } = request;
  const ready: { account: string; hash: KeptHash | undefined }[] = [];
  for (const { account, password } of accounts) {
    const hash =
      password !== undefined && 'password' in password
        ? {
            scheme: 'argon2id' as const,
            text: await hashes.hash(password.password, patience, {
              domain: domainOf(account),
              frontEnd: '',
            }),
          }
        : password;
    ready.push({ account, hash });
  }
  return store.transaction(async (tx) => {
    // In one order, so that two imports do not wait for each other in a circle.
    const names = [...new Set(ready.map(({ account }) => account))].sort();
    for (const name of names) await tx.holdAccount(name);
    const seen = new Set<string>();
    const outcomes: ImportOutcome[] = [];
    for (const { account, hash } of ready) {
      const twice = seen.has(account);
      seen.add(account);
      outcomes.push(twice ? 'named-twice' : await importOne(tx, { account, hash, replace }));
    }
    const now = clock.now();
    for (const [index, outcome] of outcomes.entries()) {
      const { account, hash } = ready[index] as (typeof ready)[number];
      if (outcome === 'created') {
        const hasPassword = hash !== undefined;
        await tx.append({ type: 'account-created', account, hasPassword, actor });
      }
      if (outcome === 'left' || outcome === 'named-twice' || hash === undefined) continue;
      await tx.append({ type: 'password-imported', account, scheme: hash.scheme, actor });
      await tx.notePasswordChange(account, now);
      if (outcome === 'password-set') await afterPasswordChange(tx, account, actor);
    }
    return outcomes;

    async function importOne(
      on: CredentialTransaction,
      one: { account: string; hash: KeptHash | undefined; replace: boolean },
    ): Promise<ImportOutcome> {
      const at = clock.now();
      if (await on.createAccount(one.account, one.hash?.text, at)) return 'created';
      if (one.hash === undefined) return 'left';
      const set = one.replace
        ? await on.setPasswordHash(one.account, one.hash.text, at)
        : await on.setFirstPasswordHash(one.account, one.hash.text, at);
      return set ? 'password-set' : 'left';
    }
  });
}
