import type { Actor } from '../../../libs/events/definitions/actor.js';
import { accountCreated, passwordImported } from '../../../libs/events/definitions/credential.js';
import { domainOfAccount } from '../../../libs/names/account.js';
import type { PasswordHash } from '../core/password-hash.js';
import type {
  CallScope,
  Clock,
  CredentialStore,
  CredentialTransaction,
  NotBefore,
  NotBeforeAsk,
  PasswordHashes,
} from '../ports.js';
import { afterPasswordChange } from './after-password-change.js';

/** The password of an imported account: a hash, a plaintext, or none. */
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
  readonly notBefore: NotBefore;
}

/**
 * Imports accounts in one transaction. Accounts that already have a password are skipped, or get the new one with
 * `replace`. A repeated call with the same accounts changes nothing.
 * @returns the result for each account, in order
 * @throws GatepostError UNAVAILABLE if plaintext passwords could not be hashed before the deadline
 */
export async function importAccounts(
  { store, hashes, clock, notBefore }: ImportAccountsParts,
  request: {
    readonly accounts: readonly AccountToImport[];
    readonly replace: boolean;
    readonly actor: Actor;
  },
  call: CallScope,
): Promise<ImportOutcome[]> {
  const { accounts, replace, actor } = request;
  const ready: Ready[] = [];
  for (const { account, password } of accounts) {
    const hash =
      password !== undefined && 'password' in password
        ? {
            scheme: 'argon2id' as const,
            text: await hashes.hash(password.password, call, {
              domain: domainOfAccount(account),
              frontEnd: '',
            }),
          }
        : password;
    ready.push({ account, hash });
  }
  const { outcomes, asks } = await store.transaction(async (tx) => {
    const byName = new Map<string, Ready>();
    const isTwice = ready.map((one) => byName.has(one.account) || !byName.set(one.account, one));
    await tx.holdAccounts([...byName.keys()]);
    const now = clock.now();
    const toMake = [...byName.values()].map(({ account, hash }) => ({ account, hash: hash?.text }));
    const created = await tx.createAccounts(toMake, now);
    const outcomes: ImportOutcome[] = [];
    const changed: Ready[] = [];
    for (const [index, one] of ready.entries()) {
      if (isTwice[index]) outcomes.push('named-twice');
      else if (created.has(one.account)) outcomes.push('created');
      else if (await setPassword(tx, one, { replace, now })) {
        outcomes.push('password-set');
        changed.push(one);
      } else outcomes.push('left');
    }
    const made = [...byName.values()].filter(({ account }) => created.has(account));
    await tx.emit(
      accountCreated,
      ...made.map(({ account, hash }) => ({ account, has_password: hash !== undefined, actor })),
    );
    const given = [...made, ...changed].filter(({ hash }) => hash !== undefined);
    await tx.emit(
      passwordImported,
      ...given.map(({ account, hash }) => ({ account, scheme: hash?.scheme ?? '', actor })),
    );
    await tx.notePasswordChange(
      given.map(({ account }) => account),
      now,
    );
    const asks: NotBeforeAsk[] = [];
    for (const { account } of changed) asks.push(await afterPasswordChange(tx, account, actor));
    return { outcomes, asks };
  });
  await Promise.all(asks.map((ask) => notBefore.send(ask)));
  return outcomes;
}

interface Ready {
  readonly account: string;
  readonly hash: KeptHash | undefined;
}

async function setPassword(
  tx: CredentialTransaction,
  { account, hash }: Ready,
  { replace, now }: { readonly replace: boolean; readonly now: number },
): Promise<boolean> {
  if (hash === undefined) return false;
  return replace
    ? tx.setPasswordHash(account, hash.text, now)
    : tx.setFirstPasswordHash(account, hash.text, now);
}
