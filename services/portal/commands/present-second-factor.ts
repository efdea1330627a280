import { nextStep } from '../core/next-step.js';
import {
  attemptOf,
  goOn,
  present,
  type SignInParts,
  type StepRequest,
  type Told,
} from './sign-in-parts.js';

export interface SecondFactor extends StepRequest {
  readonly code?: { readonly value: string; readonly authenticatorId: string };
  readonly recoveryCode?: string;
  /** What the person asked to have trusted. */
  readonly trust: { readonly ip: boolean; readonly device: boolean };
}

/** Presents a code or a recovery code with the password that was right before. */
export async function presentSecondFactor(
  parts: SignInParts,
  request: SecondFactor,
): Promise<Told> {
  const { key, visitor, code, recoveryCode, trust } = request;
  const claimed = await parts.signIns.claim(key, request.step);
  if (claimed === undefined || claimed.state.page !== 'code') return { kind: 'out-of-date' };
  const { account, flow } = claimed.state;
  const password = Buffer.from(claimed.secrets.password ?? '', 'base64');
  const attemptId = attemptOf(key.id);
  const what = { account, password, code, recoveryCode, trust, visitor, attemptId };
  const decision = await present(parts, flow, what);
  const presented = recoveryCode === undefined ? 'code' : 'recovery-code';
  return goOn(parts, key, claimed, nextStep(decision, { account, flow, password, presented }));
}
