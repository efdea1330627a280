import { parseAccount } from '../../../libs/names/account.js';
import type { Service } from '../../../libs/names/services.js';
import type { Located } from '../../../libs/names/true-address.js';
import type { Login } from '../core/attempt.js';
import { type Denied, type Outcome, UNDECIDED } from '../core/outcome.js';
import { type NameReading, readTypedName } from '../core/typed-name.js';
import type { Authorize } from '../ports.js';
import type { RefuseClaim } from './refuse-claim.js';

/** What one listener may ask about. */
export interface Scope {
  readonly listener: string;
  /** Canonical domains; `*` is every domain. */
  readonly domains: readonly string[];
  readonly services: readonly Service[];
  readonly deadlineMs: number;
  readonly names: NameReading;
}

export type Decide = (scope: Scope, login: Login, located: Located) => Promise<Outcome>;

/** In octets; see AuthorizeRequest. */
const MOST_PASSWORD = 1024;

/**
 * Decides one login, whatever protocol it came in. A malformed login is refused here. A login whose client address was
 * claimed by someone not trusted to is refused and reported. Policy decides the rest.
 */
export function createDecide(parts: {
  authorize: Authorize;
  refuseClaim: RefuseClaim;
  /** Called when a front-end sends an address that cannot be read. Must not throw. */
  onUnreadable: (listener: string, claimed: string) => void;
}): Decide {
  const { authorize, refuseClaim, onUnreadable } = parts;
  return async (scope, login, located) => {
    switch (located.kind) {
      case 'spoofed':
        return refuseClaim({ ...located, listener: scope.listener });
      case 'unreadable':
        onUnreadable(scope.listener, located.claimed);
        return UNDECIDED;
      case 'located':
        break;
      default:
        return located satisfies never;
    }
    const named = { ...login, account: readTypedName(login.account, scope.names) };
    const refused = refuse(scope, named);
    if (refused !== undefined) return refused;
    const attempt = { ...named, address: located.address };
    return authorize(attempt, { deadlineMs: scope.deadlineMs });
  };
}

const WHOLE_ADDRESS = 'Sign in with the whole address, name@domain.';
const ADDRESS_ALONE = 'Sign in with the address alone, name@domain: nothing before it or after it.';

/** Whether a listener may ask about an account and a service. */
export function serves(
  { domains, services }: Pick<Scope, 'domains' | 'services'>,
  account: string,
  service: Service,
): boolean {
  const parsed = parseAccount(account);
  if (!parsed.ok || !services.includes(service)) return false;
  return domains.includes('*') || domains.includes(parsed.value.domain);
}

function refuse({ domains, services }: Scope, { account, service, proof }: Login) {
  const parsed = parseAccount(account);
  if (!parsed.ok) {
    return denied('BAD_REQUEST', account.includes('@') ? ADDRESS_ALONE : WHOLE_ADDRESS);
  }
  if (proof.kind === 'password' && proof.bytes.length > MOST_PASSWORD) {
    return denied('BAD_REQUEST', 'The account or the password is wrong.');
  }
  if (serves({ domains, services }, account, service)) return undefined;
  return denied('NOT_SERVED_HERE', 'Sign-in to this service is not allowed.');
}

function denied(reason: string, message: string): Denied {
  return { kind: 'deny', reason, message };
}
