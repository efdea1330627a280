import { nextStep } from '../core/next-step.js';
import type { Page } from '../core/sign-in.js';
import { notifyOfMove } from './notify-of-move.js';
import {
  attemptOf,
  goOn,
  present,
  type SignInParts,
  type StepRequest,
  type StepResult,
} from './sign-in-parts.js';

const PAGES: readonly Page[] = ['code', 'passkey'];

export interface SecondFactor extends StepRequest {
  readonly code?: { readonly value: string; readonly authenticatorId: string };
  readonly recoveryCode?: string;
  /** AuthenticationResponseJSON. */
  readonly passkey?: Uint8Array;
  /** What the person asked to trust. */
  readonly trust: { readonly ip: boolean; readonly device: boolean };
}

/** Presents a code, a recovery code or a passkey, with the password that was accepted before. */
export async function presentSecondFactor(
  parts: SignInParts,
  request: SecondFactor,
): Promise<StepResult> {
  const { key, visitor, code, recoveryCode, trust } = request;
  const claimed = await parts.signIns.claim(key, request.step);
  if (claimed === undefined || !PAGES.includes(claimed.state.page)) return { kind: 'out-of-date' };
  const { account, flow } = claimed.state;
  const password = Buffer.from(claimed.secrets.password ?? '', 'base64');
  const attemptId = attemptOf(key.id);
  const passkey = request.passkey && {
    response: request.passkey,
    loginTicket: claimed.secrets.passkey?.loginTicket ?? '',
  };
  const what = { account, password, code, recoveryCode, passkey, trust, visitor, attemptId };
  const decision = await present(parts, flow, what);
  const presented =
    recoveryCode !== undefined ? 'recovery-code' : passkey === undefined ? 'code' : 'passkey';
  const next = nextStep(decision, { account, flow, password, presented });
  return goOn(
    parts,
    key,
    claimed,
    presented === 'passkey' ? notifyOfMove(parts, next, { flow, visitor }) : next,
  );
}
