import type { ProviderLogin } from '../core/decision.js';
import { nextStep } from '../core/next-step.js';
import type { Flow } from '../core/sign-in.js';
import type { ProviderAnswer, Visitor } from '../ports/policy.js';
import { attemptOf, present, type SignInParts, type StepResult } from './sign-in-parts.js';

interface Request {
  /** Canonical. */
  readonly account: string;
  readonly flow: Flow;
  readonly browser: string;
  readonly visitor: Visitor;
}

/** Starts a sign-in at the identity provider of the account's domain. */
export async function beginProvider(
  parts: SignInParts,
  { account, flow, browser, visitor }: Request,
): Promise<StepResult | { readonly kind: 'provider'; readonly login: ProviderLogin }> {
  const what = { account, visitor, beginProvider: true, attemptId: attemptOf(browser) };
  const decision = await present(parts, flow, what);
  if (decision.kind === 'challenge' && decision.provider !== undefined) {
    return { kind: 'provider', login: decision.provider };
  }
  return nextStep(decision, {
    account,
    flow,
    password: undefined,
    presented: 'nothing',
  }) as StepResult;
}

/** Presents what the identity provider sent with the browser. */
export async function consumeProvider(
  parts: SignInParts,
  { account, flow, browser, visitor, answer }: Request & { readonly answer: ProviderAnswer },
): Promise<StepResult> {
  const what = { account, visitor, providerAnswer: answer, attemptId: attemptOf(browser) };
  const decision = await present(parts, flow, what);
  const next = nextStep(decision, { account, flow, password: undefined, presented: 'provider' });
  if (next.kind !== 'ask') return next;
  const { id } = await parts.signIns.begin(browser, next.state, next.secrets);
  return { kind: 'page', id };
}
