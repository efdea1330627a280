import { passwordRehashed } from '../../../libs/events/definitions/credential.js';
import { domainOfAccount } from '../../../libs/names/account.js';
import type { SecretCheck } from '../../../libs/names/verdict.js';
import { readPasswordHash } from '../core/password-hash.js';
import type {
  CallScope,
  CredentialStore,
  Directory,
  Log,
  MainPassword,
  PasswordHashes,
  Refusal,
  Share,
  Subject,
  Throttle,
} from '../ports.js';

export interface VerifyPasswordParts {
  readonly store: CredentialStore;
  readonly throttles: { readonly password: Throttle };
  readonly hashes: PasswordHashes;
  readonly directory: Directory;
  readonly log: Log;
}

/** The result of comparing, for the caller and for the throttle. */
interface Comparison {
  readonly compared: 'right' | 'wrong' | 'neither';
  /** The hash that was right, if its scheme or parameters are outdated. */
  readonly outdated?: string;
}

/**
 * Compares a main password with the back end of its domain.
 * @throws GatepostError UNAVAILABLE if the back end cannot be asked, or no place came free before the deadline
 */
export async function verifyPassword(
  parts: VerifyPasswordParts,
  request: {
    readonly subject: Subject;
    readonly password: Buffer;
    /** SPIFFE URI of the front-end that sent it. Absent if unknown. */
    readonly frontEnd?: string;
  },
  call: CallScope,
): Promise<SecretCheck> {
  const { subject, password, frontEnd = '' } = request;
  const share = { domain: domainOfAccount(subject.account), frontEnd };
  // An empty password is wrong: nothing is compared and nothing counted.
  if (password.length === 0) return WRONG;
  const attempt = { ...subject, typed: password };
  const comparison = await parts.throttles.password.guard(attempt, call, async () => {
    const known = await parts.store.findMainPassword(subject.account);
    return compare(parts, { known, account: subject.account, password, share }, call);
  });
  if ('refused' in comparison) return resultOf(comparison);
  if (comparison.outdated !== undefined) {
    const from = comparison.outdated;
    await rehash(parts, { account: subject.account, password, from, share }, call);
  }
  return comparison.compared === 'right' ? { verdict: 'verified' } : WRONG;
}

const WRONG: SecretCheck = { verdict: 'wrong' };

/** The outcome for a login that the throttle refused. */
export function resultOf(refusal: Refusal): SecretCheck {
  if (refusal.refused === 'known-wrong') return WRONG;
  return { verdict: 'rate-limited', freeInMs: refusal.freeInMs };
}

async function compare(
  { hashes, directory }: VerifyPasswordParts,
  login: { known: MainPassword; account: string; password: Buffer; share: Share },
  call: CallScope,
): Promise<Comparison> {
  const { known, account, password, share } = login;
  const { backend, hash } = known;
  switch (backend.kind) {
    case 'none':
      return { compared: 'neither' };
    case 'ldap': {
      const everyDomain = backend.domain === '*';
      const asked = { account, everyDomain, password, share };
      const right = await directory.verify(backend.ldap, asked, call);
      return { compared: right ? 'right' : 'wrong' };
    }
    case 'embedded': {
      // The same work for an account that has no password or does not exist.
      const compared = { hash: hash ?? known.dummyHash ?? hashes.dummy, password, share };
      const matches = await hashes.matches(compared, call);
      if (hash === undefined || !matches) return { compared: 'wrong' };
      return hashes.isCurrent(hash) ? { compared: 'right' } : { compared: 'right', outdated: hash };
    }
    default:
      return backend satisfies never;
  }
}

/** The answer is the same whether or not this succeeds. The next login tries again. */
async function rehash(
  { store, hashes, log }: VerifyPasswordParts,
  {
    account,
    password,
    from,
    share,
  }: { account: string; password: Buffer; from: string; share: Share },
  call: CallScope,
): Promise<void> {
  const read = readPasswordHash(from);
  if ('refused' in read) return;
  try {
    const to = await hashes.hash(password, call, share);
    await store.transaction(async (tx) => {
      if (!(await tx.replacePasswordHash(account, from, to))) return;
      await tx.emit(passwordRehashed, { account, scheme: read.scheme });
    });
  } catch (error) {
    log.warn('a password could not be rehashed', { error });
  }
}
