import { GatepostError } from '../../../libs/errors/index.js';
import type { NextStep } from '../core/next-step.js';
import type { SignIn, SignInSecrets } from '../core/sign-in.js';
import type { Claimed } from '../ports.js';
import { goOn, type SignInParts, type StepRequest, type Told } from './sign-in-parts.js';

/** Makes an authenticator that waits for its first code. The ticket is used up by that. */
export async function beginSetUp(parts: SignInParts, request: StepRequest): Promise<Told> {
  return step(parts, request, 'set-up', async ({ state, secrets }) => {
    const { ticket = '', ...kept } = secrets;
    try {
      const setUp = await parts.enrolment.begin(ticket, 'Authenticator');
      return ask({ ...state, page: 'confirm', problem: undefined }, { ...kept, setUp });
    } catch (error) {
      return failed(error);
    }
  });
}

/** Activates it by the code that it shows. */
export async function confirmSetUp(
  parts: SignInParts,
  request: StepRequest & { readonly code: string },
): Promise<Told> {
  return step(parts, request, 'confirm', async ({ state, secrets }) => {
    const { setUp, ...kept } = secrets;
    if (setUp === undefined) return { kind: 'again', problem: 'set-up-failed' };
    try {
      const recoveryCodes = await parts.enrolment.confirm(setUp, request.code);
      if (recoveryCodes === undefined) {
        return ask({ ...state, problem: 'code-wrong' }, secrets);
      }
      return ask(
        { ...state, page: 'recovery-codes', problem: undefined },
        { ...kept, recoveryCodes },
      );
    } catch (error) {
      return failed(error);
    }
  });
}

/** The person has the recovery codes: on to the code, or in, where no code is needed today. */
export async function keepRecoveryCodes(parts: SignInParts, request: StepRequest): Promise<Told> {
  return step(parts, request, 'recovery-codes', async ({ state, secrets }) => {
    const { recoveryCodes, ...kept } = secrets;
    if (kept.outcome !== undefined) return { kind: 'done', outcome: kept.outcome };
    return ask({ ...state, page: 'code', isNextCode: true, problem: undefined }, kept);
  });
}

/** What is a choice is put off. */
export async function skipSetUp(parts: SignInParts, request: StepRequest): Promise<Told> {
  const skip = async ({ state, secrets }: Claimed): Promise<NextStep> =>
    state.isOptional && secrets.outcome !== undefined
      ? { kind: 'done', outcome: secrets.outcome }
      : { kind: 'undecided' };
  return step(parts, request, 'set-up', skip);
}

async function step(
  parts: SignInParts,
  { key, step: expected }: StepRequest,
  page: SignIn['page'],
  act: (claimed: Claimed) => Promise<NextStep>,
): Promise<Told> {
  const claimed = await parts.signIns.claim(key, expected);
  if (claimed === undefined || claimed.state.page !== page) return { kind: 'out-of-date' };
  return goOn(parts, key, claimed, await act(claimed));
}

function ask(state: SignIn, secrets: SignInSecrets): NextStep {
  return { kind: 'ask', state, secrets };
}

/** A ticket that was used or ran out, an enrolment that lapsed: the sign-in begins anew. */
function failed(error: unknown): NextStep {
  const code = error instanceof GatepostError ? error.code : 'INTERNAL';
  if (code === 'UNAVAILABLE' || code === 'DEADLINE_EXCEEDED') return { kind: 'undecided' };
  if (code === 'INTERNAL') throw error;
  return { kind: 'again', problem: 'set-up-failed' };
}
