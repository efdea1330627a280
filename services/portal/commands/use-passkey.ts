import { nextStep } from '../core/next-step.js';
import type { Flow } from '../core/sign-in.js';
import type { PasskeyAnswer, Visitor } from '../ports/policy.js';
import { notifyOfMove } from './notify-of-move.js';
import { attemptOf, present, type SignInParts, type StepResult } from './sign-in-parts.js';

/**
 * Presents a passkey alone, which names the account.
 * @param request.browser the browser's cookie
 * @returns also the passkey's account, empty if it is not known
 */
export async function usePasskey(
  parts: SignInParts,
  request: {
    readonly flow: Flow;
    readonly browser: string;
    readonly visitor: Visitor;
    readonly passkey: PasskeyAnswer;
  },
): Promise<{ readonly result: StepResult; readonly account: string }> {
  const { flow, browser, visitor, passkey } = request;
  const what = { account: '', passkey, visitor, attemptId: attemptOf(browser) };
  const decision = await present(parts, flow, what);
  const named = decision.kind === 'allow' || decision.kind === 'challenge' ? decision.account : '';
  const sofar = { account: named, flow, password: undefined, presented: 'passkey' } as const;
  const next = notifyOfMove(parts, nextStep(decision, sofar), { flow, visitor });
  if (next.kind !== 'ask') return { result: next, account: named };
  const { id } = await parts.signIns.begin(browser, next.state, next.secrets);
  return { result: { kind: 'page', id }, account: named };
}

/**
 * Presents a password and a recovery code, for a person whose passkey is lost.
 * @param request.account canonical
 * @param request.browser the browser's cookie
 */
export async function replacePasskey(
  parts: SignInParts,
  request: {
    readonly account: string;
    readonly password: Uint8Array;
    readonly recoveryCode: string;
    readonly flow: Flow;
    readonly browser: string;
    readonly visitor: Visitor;
  },
): Promise<StepResult> {
  const { account, password, recoveryCode, flow, browser, visitor } = request;
  const attemptId = attemptOf(browser);
  const what = { account, password, recoveryCode, visitor, attemptId };
  const decision = await present(parts, flow, what);
  const next = nextStep(decision, { account, flow, password, presented: 'recovery-code' });
  if (next.kind !== 'ask') return next;
  const { id } = await parts.signIns.begin(browser, next.state, next.secrets);
  return { kind: 'page', id };
}
