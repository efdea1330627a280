import { failedPrecondition } from '../../../libs/errors/index.js';
import type { Service } from '../../../libs/names/services.js';
import type { Change, ChangeSecrets, Done } from '../core/change.js';
import type { OwnAppPasswords, OwnFactors, OwnNotices, OwnPassword } from '../ports/own.js';
import type { Changes } from '../ports/pending.js';

export interface ChangeParts {
  readonly changes: Changes;
  readonly ownFactors: OwnFactors;
  readonly ownAppPasswords: OwnAppPasswords;
  readonly ownPassword: OwnPassword;
  /** Undefined if no notices are sent here. */
  readonly ownNotices: OwnNotices | undefined;
}

interface Proved {
  readonly account: string;
  readonly act: Change['act'];
  readonly service?: Service | undefined;
  /** Tickets of purpose `manage`. */
  readonly tickets: readonly string[];
  /** What the person has just done. */
  readonly done?: Done;
}

/**
 * Begins a change after a person proved who they are. Reads what they are about to change, and seals the remaining
 * tickets, so that only this browser's cookie opens them.
 * @throws GatepostError
 */
export async function beginChange(
  parts: ChangeParts,
  request: Proved & { readonly browser: string },
): Promise<{ readonly id: string }> {
  const { state, secrets } = await beginAs(parts, request);
  return parts.changes.begin(request.browser, state, secrets);
}

/**
 * Reads the same for a change that is already pending. @throws GatepostError PERMISSION_DENIED for a ticket that
 * shows nothing
 */
export async function beginAs(
  { ownFactors, ownAppPasswords, ownPassword, ownNotices }: ChangeParts,
  { account, act, service, tickets, done }: Proved,
): Promise<{ readonly state: Change; readonly secrets: ChangeSecrets }> {
  const [first = '', ...rest] = tickets;
  const base = { account, act, service, page: 'act', done } as const;
  switch (act) {
    case 'ways': {
      const ways = await ownFactors.list(first);
      return { state: { ...base, ways }, secrets: { tickets: rest } };
    }
    case 'app-passwords': {
      const appPasswords = await ownAppPasswords.list(first);
      return { state: { ...base, appPasswords }, secrets: { tickets: rest } };
    }
    case 'password': {
      // Reading does not use up the ticket.
      const password = await ownPassword.read(first);
      return { state: { ...base, password }, secrets: { tickets } };
    }
    case 'second-address':
    case 'remove-second-address': {
      if (ownNotices === undefined) throw failedPrecondition('no notices are sent here');
      const notices = await ownNotices.read(first);
      return { state: { ...base, notices }, secrets: { tickets } };
    }
    default:
      return { state: base, secrets: { tickets } };
  }
}
