import { GatepostError } from '../../../libs/errors/index.js';
import type { Service } from '../../../libs/names/services.js';
import type { Change, ChangeSecrets } from '../core/change.js';
import type { ClaimedChange, PasswordOutcome, SignInKey } from '../ports.js';
import type { ChangeParts } from './begin-change.js';

/** What a change came to. */
export type Changed =
  /** Something is shown once, on the same page. */
  | { readonly kind: 'shown' }
  | { readonly kind: 'done'; readonly what: Done }
  /** What was removed ended every session, this one too. */
  | { readonly kind: 'signed-out'; readonly what: Done }
  | {
      readonly kind: 'again';
      readonly problem: ChangeProblem;
      /** Of a weak password: why, a key of zxcvbn. */
      readonly warning?: string;
    }
  /** The proof was used up, or is too old. */
  | { readonly kind: 'prove-again'; readonly act: Change['act'] }
  | { readonly kind: 'out-of-date' }
  | { readonly kind: 'undecided' };

export type Done =
  | 'authenticator-removed'
  | 'authenticator-restored'
  | 'recovery-codes'
  | 'passkey-renamed'
  | 'passkey-removed'
  | 'passkey-restored'
  | 'app-password-made'
  | 'app-password-ended'
  | 'password-changed';

export type ChangeProblem =
  | 'label-missing'
  | 'label-wrong'
  | 'services-missing'
  | 'too-many'
  | 'current-missing'
  | 'new-missing'
  | Exclude<PasswordOutcome, 'changed'>;

export interface ChangeRequest {
  readonly key: SignInKey;
  /** As the page that was filled in says. */
  readonly step: number;
}

type OfThing = ChangeRequest & { readonly id: string };

export function removeAuthenticator(parts: ChangeParts, request: OfThing): Promise<Changed> {
  return change(parts, request, 'ways', async ({ state }, ticket) => {
    if (!has(state.ways?.authenticators, request.id)) return { kind: 'out-of-date' };
    await parts.ownFactors.removeAuthenticator(ticket, request.id);
    return { kind: 'signed-out', what: 'authenticator-removed' };
  });
}

export function restoreAuthenticator(parts: ChangeParts, request: OfThing): Promise<Changed> {
  return change(parts, request, 'ways', async ({ state }, ticket) => {
    if (!has(state.ways?.authenticators, request.id)) return { kind: 'out-of-date' };
    await parts.ownFactors.restoreAuthenticator(ticket, request.id);
    return { kind: 'done', what: 'authenticator-restored' };
  });
}

/** All that were left work no longer; the new ones are shown until the person goes on. */
export function replaceRecoveryCodes(parts: ChangeParts, request: ChangeRequest): Promise<Changed> {
  return change(parts, request, 'ways', async ({ state }, ticket) => {
    const recoveryCodes = await parts.ownFactors.replaceRecoveryCodes(ticket);
    return { show: { state, secrets: { tickets: [], recoveryCodes } } };
  });
}

export function renamePasskey(
  parts: ChangeParts,
  request: OfThing & { readonly label: string },
): Promise<Changed> {
  const { id, label } = request;
  if (label === '') return Promise.resolve({ kind: 'again', problem: 'label-missing' });
  return change(parts, request, 'ways', async ({ state }, ticket) => {
    if (!has(state.ways?.passkeys, id)) return { kind: 'out-of-date' };
    await parts.ownFactors.renamePasskey(ticket, id, label);
    return { kind: 'done', what: 'passkey-renamed' };
  });
}

export function restorePasskey(parts: ChangeParts, request: OfThing): Promise<Changed> {
  return change(parts, request, 'ways', async ({ state }, ticket) => {
    if (!has(state.ways?.passkeys, request.id)) return { kind: 'out-of-date' };
    await parts.ownFactors.restorePasskey(ticket, request.id);
    return { kind: 'done', what: 'passkey-restored' };
  });
}

export function removePasskey(parts: ChangeParts, request: OfThing): Promise<Changed> {
  return change(parts, request, 'ways', async ({ state }, ticket) => {
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
  return change(parts, request, 'app-password', async ({ state }, ticket) => {
    const appPassword = await parts.ownAppPasswords.make(ticket, { label, services, expiresAt });
    const made = { ...state, made: { label, services } };
    return { show: { state: made, secrets: { tickets: [], appPassword } } };
  });
}

export function endAppPassword(parts: ChangeParts, request: OfThing): Promise<Changed> {
  return change(parts, request, 'app-passwords', async ({ state }, ticket) => {
    if (!has(state.appPasswords, request.id)) return { kind: 'out-of-date' };
    await parts.ownAppPasswords.end(ticket, request.id);
    return { kind: 'done', what: 'app-password-ended' };
  });
}

/** Everything that rests on the old one ends: this session, too. @param request.address the browser's */
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
  return change(parts, request, 'password', async (_, ticket) => {
    const { outcome, warning } = await parts.ownPassword.change(ticket, request);
    if (outcome !== 'changed') return { kind: 'again', problem: outcome, warning };
    return { kind: 'signed-out', what: 'password-changed' };
  });
}

/** Octets; see ChangeOwnPasswordRequest. */
const MOST_PASSWORD = 1024;

/** What was shown once is kept by its person: it is shown no more. */
export async function leaveShown(
  { changes }: ChangeParts,
  { key, step }: ChangeRequest,
): Promise<Changed> {
  const claimed = await changes.claim(key, step);
  if (claimed === undefined || claimed.state.page !== 'show-once') return { kind: 'out-of-date' };
  await changes.end(key);
  const what = claimed.state.act === 'ways' ? 'recovery-codes' : 'app-password-made';
  return { kind: 'done', what };
}

interface Shown {
  readonly show: { readonly state: Change; readonly secrets: ChangeSecrets };
}

/** Takes the step once, and the ticket with it. */
async function change(
  { changes }: ChangeParts,
  { key, step }: ChangeRequest,
  act: Change['act'],
  make: (claimed: ClaimedChange, ticket: string) => Promise<Changed | Shown>,
): Promise<Changed> {
  const claimed = await changes.claim(key, step);
  if (claimed === undefined || claimed.state.act !== act || claimed.state.page !== 'act') {
    return { kind: 'out-of-date' };
  }
  const [ticket] = claimed.secrets.tickets;
  if (ticket === undefined) return { kind: 'prove-again', act };
  try {
    const made = await make(claimed, ticket);
    if ('show' in made) {
      const { state, secrets } = made.show;
      const shown = { ...state, page: 'show-once' } as const;
      const saved = await changes.save(key, claimed.step, shown, secrets);
      return saved ? { kind: 'shown' } : { kind: 'out-of-date' };
    }
    // What is done is another list than the one that was shown.
    if (made.kind === 'done' || made.kind === 'signed-out') await changes.end(key);
    return made;
  } catch (error) {
    return failed(error, act);
  }
}

function failed(error: unknown, act: Change['act']): Changed {
  switch (error instanceof GatepostError ? error.code : 'INTERNAL') {
    case 'PERMISSION_DENIED':
      return { kind: 'prove-again', act };
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
