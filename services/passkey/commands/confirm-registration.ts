import { notFound } from '../../../libs/errors/index.js';
import type {
  AccountTransaction,
  CheckLogin,
  ClaimEnrolment,
  Clock,
  NotBefore,
  PasskeyStore,
  RecoveryCodes,
  Waiting,
} from '../ports.js';
import { activate } from './activate.js';
import { isToken } from './token.js';

export interface ConfirmParts {
  readonly store: PasskeyStore;
  readonly recoveryCodes: RecoveryCodes;
  readonly notBefore: NotBefore;
  readonly checkLogin: CheckLogin;
  readonly claimEnrolment: ClaimEnrolment;
  readonly clock: Clock;
}

export interface CodesKept {
  readonly passkeyId: string;
  readonly confirmationToken: string;
  /** SPIFFE URI of the caller. */
  readonly frontEnd: string;
}

/**
 * Activates the passkey once the person has kept the recovery codes, which become valid with it.
 * @throws GatepostError NOT_FOUND if no passkey of this front-end waits under this token, or it has lapsed;
 * FAILED_PRECONDITION if it was begun as the first second factor and is not the first any more; PERMISSION_DENIED if
 * another store finishes the account's first second factor at this moment; UNAVAILABLE
 */
export async function confirmRegistration(parts: ConfirmParts, request: CodesKept): Promise<void> {
  const { store, clock } = parts;
  const { passkeyId } = request;
  const account = await store.holderOf(passkeyId);
  if (account === undefined) throw notWaiting();
  const waiting = await store.onHolder(account, (tx) => readWaiting(tx, request));
  if (waiting === undefined) throw notWaiting();
  const { loginBegunAt, decisionId } = waiting;
  await parts.checkLogin({ account, loginBegunAt });
  if (waiting.onlyFirst) {
    await parts.claimEnrolment({ account, decisionId, loginBegunAt, finishing: true });
  }
  const { hasAuthenticator } = await parts.recoveryCodes.notePasskeys(account, true);
  const activated = await store.onHolder(account, async (tx) => {
    const still = await readWaiting(tx, request);
    return activate(tx, { ...still, hasAuthenticator, account, passkeyId, now: clock.now() });
  });
  if (activated?.ask !== undefined) await parts.notBefore.send(activated.ask);
}

async function readWaiting(tx: AccountTransaction, request: CodesKept): Promise<Waiting> {
  const waiting = await tx.waiting(request.passkeyId);
  if (waiting === undefined || waiting.frontEnd !== request.frontEnd) throw notWaiting();
  if (!isToken(request.confirmationToken, waiting.tokenHash)) throw notWaiting();
  return waiting;
}

function notWaiting() {
  return notFound('there is no such registration, or it has expired');
}
