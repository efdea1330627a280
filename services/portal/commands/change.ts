import { GatepostError } from '../../../libs/errors/index.js';
import type { Service } from '../../../libs/names/services.js';
import type { Change, ChangeSecrets, Done, Store } from '../core/change.js';
import type { OwnWays } from '../core/own.js';
import type { PasswordOutcome, SecondAddressOutcome } from '../ports/own.js';
import type { ClaimedChange, SignInKey } from '../ports/pending.js';
import { beginAs, type ChangeParts } from './begin-change.js';

/** The result of a change. */
export type Changed =
  /** The page is shown again with the new state, or with what is shown only once. */
  | { readonly kind: 'shown' }
  | { readonly kind: 'done'; readonly what: Done }
  /** The removal ended every session of the person, this one included. */
  | { readonly kind: 'signed-out'; readonly what: Done }
  | {
      readonly kind: 'again';
      readonly problem: ChangeProblem;
      /** Why a new password is weak: a key of zxcvbn. */
      readonly warning?: string;
    }
  /** The proof was used up or has expired. */
  | { readonly kind: 'prove-again'; readonly act: Change['act']; readonly first?: string }
  | { readonly kind: 'out-of-date' }
  | { readonly kind: 'undecided' };

export type ChangeProblem =
  | 'label-missing'
  | 'label-wrong'
  | 'services-missing'
  | 'none-ticked'
  | 'too-many'
  | 'current-missing'
  | 'new-missing'
  | 'address-missing'
  | 'address-malformed'
  | Exclude<SecondAddressOutcome, 'asked'>
  | Exclude<PasswordOutcome, 'changed'>;

export interface ChangeRequest {
  readonly key: SignInKey;
  /** The step that the submitted page was made for. */
  readonly step: number;
}

type OfThing = ChangeRequest & { readonly id: string };

/** Removes an authenticator. This ends every session of the person, this one included. */
export function removeAuthenticator(parts: ChangeParts, request: OfThing): Promise<Changed> {
  const first = `remove=${request.id}`;
  return change(parts, request, { act: 'ways', store: 'otp', first }, async (claimed, ticket) => {
    if (!has(claimed.state.ways?.authenticators, request.id)) return { kind: 'out-of-date' };
    await parts.ownFactors.removeAuthenticator(ticket, request.id);
    return { kind: 'signed-out', what: 'authenticator-removed' };
  });
}

/** Makes a suspended authenticator usable again. */
export function restoreAuthenticator(parts: ChangeParts, request: OfThing): Promise<Changed> {
  return change(parts, request, { act: 'ways', store: 'otp' }, async ({ state }, ticket) => {
    if (!has(state.ways?.authenticators, request.id)) return { kind: 'out-of-date' };
    await parts.ownFactors.restoreAuthenticator(ticket, request.id);
    const ways = withOne(state.ways, 'authenticators', request.id, { isSuspended: false });
    return { list: { ...state, ways }, done: 'authenticator-restored' };
  });
}

/** Renames an authenticator. */
export function renameAuthenticator(
  parts: ChangeParts,
  request: OfThing & { readonly label: string },
): Promise<Changed> {
  const { id, label } = request;
  if (label === '') return Promise.resolve({ kind: 'again', problem: 'label-missing' });
  const of = { act: 'ways', store: 'otp', first: `rename=${id}` } as const;
  return change(parts, request, of, async ({ state }, ticket) => {
    if (!has(state.ways?.authenticators, id)) return { kind: 'out-of-date' };
    await parts.ownFactors.renameAuthenticator(ticket, id, label);
    const ways = withOne(state.ways, 'authenticators', id, { label });
    return { list: { ...state, ways }, done: 'authenticator-renamed' };
  });
}

/** Replaces the recovery codes. The old ones stop working, and the new ones are shown until the person goes on. */
export function replaceRecoveryCodes(parts: ChangeParts, request: ChangeRequest): Promise<Changed> {
  return change(parts, request, { act: 'ways', store: 'otp' }, async ({ state }, ticket) => {
    const recoveryCodes = await parts.ownFactors.replaceRecoveryCodes(ticket);
    const ways = state.ways && { ...state.ways, recoveryCodesLeft: recoveryCodes.length };
    return { show: { ...state, ways }, secrets: { recoveryCodes } };
  });
}

/** Renames a passkey. */
export function renamePasskey(
  parts: ChangeParts,
  request: OfThing & { readonly label: string },
): Promise<Changed> {
  const { id, label } = request;
  if (label === '') return Promise.resolve({ kind: 'again', problem: 'label-missing' });
  const of = { act: 'ways', store: 'passkey', first: `rename=${id}` } as const;
  return change(parts, request, of, async ({ state }, ticket) => {
    if (!has(state.ways?.passkeys, id)) return { kind: 'out-of-date' };
    await parts.ownFactors.renamePasskey(ticket, id, label);
    const ways = withOne(state.ways, 'passkeys', id, { label });
    return { list: { ...state, ways }, done: 'passkey-renamed' };
  });
}

/** Makes a suspended passkey usable again. */
export function restorePasskey(parts: ChangeParts, request: OfThing): Promise<Changed> {
  return change(parts, request, { act: 'ways', store: 'passkey' }, async ({ state }, ticket) => {
    if (!has(state.ways?.passkeys, request.id)) return { kind: 'out-of-date' };
    await parts.ownFactors.restorePasskey(ticket, request.id);
    const ways = withOne(state.ways, 'passkeys', request.id, { isSuspended: false });
    return { list: { ...state, ways }, done: 'passkey-restored' };
  });
}

/** Removes a passkey. This ends every session of the person, this one included. */
export function removePasskey(parts: ChangeParts, request: OfThing): Promise<Changed> {
  const of = { act: 'ways', store: 'passkey', first: `remove=${request.id}` } as const;
  return change(parts, request, of, async ({ state }, ticket) => {
    if (!has(state.ways?.passkeys, request.id)) return { kind: 'out-of-date' };
    await parts.ownFactors.removePasskey(ticket, request.id);
    return { kind: 'signed-out', what: 'passkey-removed' };
  });
}

/** @param request.expiresAt ms since the epoch */
export function makeAppPassword(
  parts: ChangeParts,
  request: ChangeRequest & {
    readonly label: string;
    readonly services: readonly Service[];
    readonly expiresAt: number | undefined;
  },
): Promise<Changed> {
  const { label, services, expiresAt } = request;
  if (label === '') return Promise.resolve({ kind: 'again', problem: 'label-missing' });
  if (services.length === 0) return Promise.resolve({ kind: 'again', problem: 'services-missing' });
  const of = { act: 'app-password', store: 'credential' } as const;
  return change(parts, request, of, async ({ state }, ticket) => {
    const appPassword = await parts.ownAppPasswords.make(ticket, { label, services, expiresAt });
    return { show: { ...state, made: { label, services } }, secrets: { appPassword } };
  });
}

/** Ends all of these app passwords or none. @param request.ids of app passwords on the list */
export function endAppPasswords(
  parts: ChangeParts,
  request: ChangeRequest & { readonly ids: readonly string[] },
): Promise<Changed> {
  const { ids } = request;
  if (ids.length === 0) return Promise.resolve({ kind: 'again', problem: 'none-ticked' });
  const of = { act: 'app-passwords', store: 'credential' } as const;
  return change(parts, request, of, async ({ state }, ticket) => {
    if (!ids.every((id) => has(state.appPasswords, id))) return { kind: 'out-of-date' };
    await parts.ownAppPasswords.end(ticket, ids);
    const appPasswords = state.appPasswords?.filter(({ id }) => !ids.includes(id));
    const list = { ...state, appPasswords, doneTo: ids.length };
    return { list, done: 'app-passwords-ended' };
  });
}

/**
 * Changes the password. This ends everything that rests on the old one, this session included. @param request.address
 * the browser's
 */
export function changePassword(
  parts: ChangeParts,
  request: ChangeRequest & {
    readonly current: Uint8Array;
    readonly next: Uint8Array;
    readonly address: string;
  },
): Promise<Changed> {
  const { current, next } = request;
  if (current.length === 0) return Promise.resolve({ kind: 'again', problem: 'current-missing' });
  if (next.length === 0) return Promise.resolve({ kind: 'again', problem: 'new-missing' });
  if (next.length > MOST_PASSWORD) return Promise.resolve({ kind: 'again', problem: 'new-long' });
  if (current.length > MOST_PASSWORD) {
    return Promise.resolve({ kind: 'again', problem: 'current-wrong' });
  }
  const of = { act: 'password', store: 'credential' } as const;
  return change(parts, request, of, async (_, ticket) => {
    const { outcome, warning } = await parts.ownPassword.change(ticket, request);
    if (outcome !== 'changed') return { kind: 'again', problem: outcome, warning };
    return { kind: 'signed-out', what: 'password-changed' };
  });
}

/** Octets, as in ChangeOwnPasswordRequest. */
const MOST_PASSWORD = 1024;

/** The person has kept what was shown once. It is not shown again, and the list takes its place. */
export async function leaveShown(
  parts: ChangeParts,
  { key, step }: ChangeRequest,
): Promise<Changed> {
  const { changes } = parts;
  const claimed = await changes.claim(key, step);
  if (claimed === undefined || claimed.state.page !== 'show-once') return { kind: 'out-of-date' };
  const { state, secrets } = claimed;
  const { tickets } = secrets;
  if (state.act === 'ways') {
    const list = { ...state, page: 'act', done: 'recovery-codes' } as const;
    const saved = await changes.save(key, claimed.step, list, { tickets });
    return saved ? { kind: 'shown' } : { kind: 'out-of-date' };
  }
  const done = 'app-password-made';
  try {
    const { account } = state;
    const begun = await beginAs(parts, { account, act: 'app-passwords', tickets, done });
    const saved = await changes.save(key, claimed.step, begun.state, begun.secrets);
    return saved ? { kind: 'shown' } : { kind: 'out-of-date' };
  } catch (error) {
    // A ticket earned by a password alone shows no list, nor does a ticket that has expired.
    if (!(error instanceof GatepostError)) throw error;
    await changes.end(key);
    return { kind: 'done', what: done };
  }
}

/** The changed list, and what was done to it. */
interface Listed {
  readonly list: Change;
  readonly done: Done;
}

interface Shown {
  readonly show: Change;
  readonly secrets: Omit<ChangeSecrets, 'tickets'>;
}

/** Takes the step once and uses up its ticket: the next change at the same service needs a fresh proof. */
export async function change(
  { changes }: ChangeParts,
  { key, step }: ChangeRequest,
  of: {
    readonly act: Change['act'];
    readonly store: Store;
    /** What the page shows first after a fresh proof. */
    readonly first?: string;
  },
  make: (claimed: ClaimedChange, ticket: string) => Promise<Changed | Shown | Listed>,
): Promise<Changed> {
  const claimed = await changes.claim(key, step);
  const { act, store, first } = of;
  if (claimed === undefined || claimed.state.act !== act || claimed.state.page !== 'act') {
    return { kind: 'out-of-date' };
  }
  const { state, secrets } = claimed;
  const { spentAt = [] } = state;
  const again = { kind: 'prove-again', act, ...(first !== undefined && { first }) } as const;
  const [ticket, ...others] = secrets.tickets;
  if (ticket === undefined || spentAt.includes(store)) return again;
  const save = async (next: Change, shown: Partial<ChangeSecrets>): Promise<Changed> => {
    const rest = others.length > 0 ? { spentAt: [] } : { spentAt: [...spentAt, store] };
    const tickets = others.length > 0 ? others : secrets.tickets;
    const saved = await changes.save(
      key,
      claimed.step,
      { ...next, ...rest },
      { tickets, ...shown },
    );
    return saved ? { kind: 'shown' } : { kind: 'out-of-date' };
  };
  try {
    const made = await make(claimed, ticket);
    if ('show' in made) return save({ ...made.show, page: 'show-once' }, made.secrets);
    if ('list' in made) return save({ ...made.list, done: made.done }, {});
    if (made.kind === 'signed-out' || made.kind === 'done') await changes.end(key);
    return made;
  } catch (error) {
    return failed(error, again);
  }
}

function failed(error: unknown, again: Extract<Changed, { kind: 'prove-again' }>): Changed {
  switch (error instanceof GatepostError ? error.code : 'INTERNAL') {
    case 'PERMISSION_DENIED':
      return again;
    case 'NOT_FOUND':
    case 'FAILED_PRECONDITION':
      return { kind: 'out-of-date' };
    case 'RESOURCE_EXHAUSTED':
      return { kind: 'again', problem: 'too-many' };
    case 'INVALID_ARGUMENT':
      return { kind: 'again', problem: 'label-wrong' };
    case 'UNAVAILABLE':
    case 'DEADLINE_EXCEEDED':
      return { kind: 'undecided' };
    default:
      throw error;
  }
}

function has(list: readonly { readonly id: string }[] | undefined, id: string): boolean {
  return list?.some((each) => each.id === id) ?? false;
}

function withOne(
  ways: OwnWays | undefined,
  list: 'authenticators' | 'passkeys',
  id: string,
  what: { readonly label?: string; readonly isSuspended?: boolean },
): OwnWays | undefined {
  return (
    ways && {
      ...ways,
      [list]: ways[list].map((each) => (each.id === id ? { ...each, ...what } : each)),
    }
  );
}
