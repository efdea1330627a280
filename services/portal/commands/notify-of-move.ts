import { domainOfAccount } from '../../../libs/names/account.js';
import type { Flow } from '../core/sign-in.js';
import type { Move } from '../core/site.js';
import { type NextStep, stateOf } from '../core/step-state.js';
import type { Visitor } from '../ports/policy.js';
import type { SignInParts } from './sign-in-parts.js';

/** Where the people of an account's domain sign in now, if it was at the visitor's host before. */
export function moveOf(
  parts: Pick<SignInParts, 'moveOf'>,
  { account, visitor }: { readonly account: string; readonly visitor: Visitor },
): Move | undefined {
  return account === '' ? undefined : parts.moveOf(visitor.signInHost, domainOfAccount(account));
}

/**
 * Tells a person who signed in with a passkey of the old host about the move before going on. After the move the
 * passkey no longer works.
 */
export function notifyOfMove(
  parts: Pick<SignInParts, 'moveOf'>,
  next: NextStep,
  of: { readonly flow: Flow; readonly visitor: Visitor },
): NextStep {
  if (next.kind !== 'done' || of.flow.kind === 'self') return next;
  const { account } = next.outcome;
  if (moveOf(parts, { account, visitor: of.visitor }) === undefined) return next;
  const sofar = { account, flow: of.flow, password: undefined, presented: 'passkey' } as const;
  const state = stateOf(sofar, { page: 'moving', isOptional: true });
  return { kind: 'ask', state, secrets: { outcome: next.outcome } };
}
