import { readPasswordHash } from '../core/password-hash.js';
import type { Verdict } from '../core/verdict.js';
import type {
  CredentialStore,
  Directory,
  Log,
  MainPassword,
  PasswordHashes,
  Patience,
  Subject,
  Throttle,
} from '../ports.js';

export interface VerifyPasswordParts {
  readonly store: CredentialStore;
  readonly throttle: Throttle;
  readonly hashes: PasswordHashes;
  readonly directory: Directory;
  readonly log: Log;
}

/** What comparing gave, for the caller and for the throttle. */
interface Comparison {
  readonly compared: 'right' | 'wrong' | 'neither';
  /** The hash that was right, if it is not what would be made today. */
  readonly outdated?: string;
}

/**
 * Compares a main password with the back end of its domain.
 * @throws GatepostError UNAVAILABLE if that cannot be asked, or no place came free before the deadline
 */
export async function verifyPassword(
  parts: VerifyPasswordParts,
  request: { readonly subject: Subject; readonly password: Buffer },
  patience: Patience,
): Promise<Verdict> {
  const { subject, password } = request;
  const comparison = await parts.throttle.guard(subject, patience, async () => {
    const known = await parts.store.findMainPassword(subject.account);
    return compare(parts, { known, account: subject.account, password }, patience);
  });
  if (comparison === 'limited') return 'rate-limited';
  if (comparison.outdated !== undefined) {
    const from = comparison.outdated;
    await rehash(parts, { account: subject.account, password, from }, patience);
  }
  return comparison.compared === 'right' ? 'verified' : 'wrong';
}

async function compare(
  { hashes, directory }: VerifyPasswordParts,
  login: { known: MainPassword; account: string; password: Buffer },
  patience: Patience,
): Promise<Comparison> {
  const { known, account, password } = login;
  const { backend, hash } = known;
  switch (backend.kind) {
    case 'none':
      return { compared: 'neither' };
    case 'ldap': {
      const right = await directory.verify(backend.ldap, { account, password }, patience);
      return { compared: right ? 'right' : 'wrong' };
    }
    case 'embedded': {
      // The same work for an account that has no password, or is not there at all.
      const matches = await hashes.matches(hash ?? known.stand ?? hashes.decoy, password, patience);
      if (hash === undefined || !matches) return { compared: 'wrong' };
      return hashes.isCurrent(hash) ? { compared: 'right' } : { compared: 'right', outdated: hash };
    }
    default:
      return backend satisfies never;
  }
}

/** The login stands whether this succeeds or not: the next one tries again. */
async function rehash(
  { store, hashes, log }: VerifyPasswordParts,
  { account, password, from }: { account: string; password: Buffer; from: string },
  patience: Patience,
): Promise<void> {
  const read = readPasswordHash(from);
  if ('refused' in read) return;
  try {
    const to = await hashes.hash(password, patience);
    await store.transaction(async (tx) => {
      if (!(await tx.replacePasswordHash(account, from, to))) return;
      await tx.append({ type: 'password-rehashed', account, scheme: read.scheme });
    });
  } catch (error) {
    log.warn('a password could not be hashed anew', { error });
  }
}
