import { nextStep } from '../core/next-step.js';
import type { Flow } from '../core/sign-in.js';
import type { Visitor } from '../ports/policy.js';
import { attemptOf, present, type SignInParts, type StepResult } from './sign-in-parts.js';

/** Octets, as in AuthorizeRequest. */
const MOST_PASSWORD = 1024;

/**
 * Takes the first step: an account, with a password or without one. The sign-in is stored only after a right password,
 * so
 * that strangers cannot fill the table.
 *
 * @param request.account canonical
 * @param request.browser the browser's cookie
 */
export async function beginSignIn(
  parts: SignInParts,
  request: {
    account: string;
    password: Uint8Array | undefined;
    flow: Flow;
    browser: string;
    visitor: Visitor;
  },
): Promise<StepResult> {
  const { account, password, flow, browser, visitor } = request;
  if (password !== undefined && password.length > MOST_PASSWORD) {
    return { kind: 'again', problem: 'password-long' };
  }
  const attemptId = attemptOf(browser);
  const what = { account, password, visitor, attemptId, beginPasskey: true };
  const decision = await present(parts, flow, what);
  const presented = password === undefined ? 'nothing' : 'password';
  const next = nextStep(decision, { account, flow, password, presented });
  if (next.kind !== 'ask') return next;
  const { id } = await parts.signIns.begin(browser, next.state, next.secrets);
  return { kind: 'page', id };
}
