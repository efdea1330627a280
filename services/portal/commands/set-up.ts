import { GatepostError } from '../../../libs/errors/index.js';
import { type NextStep, nextStep } from '../core/next-step.js';
import type { Flow, SignIn, SignInSecrets } from '../core/sign-in.js';
import type { Claimed } from '../ports/pending.js';
import { moveOf } from './notify-of-move.js';
import {
  attemptOf,
  goOn,
  present,
  type SignInParts,
  type StepRequest,
  type StepResult,
} from './sign-in-parts.js';

/** Makes an authenticator that waits for its first code. This uses up the ticket. */
export async function beginSetUp(
  parts: SignInParts,
  request: StepRequest & { readonly label: string },
): Promise<StepResult> {
  return step(parts, request, 'set-up', async ({ state, secrets }) => {
    const { ticket = '', passkeyTicket: _, ...kept } = secrets;
    try {
      const setUp = await parts.enrolment.begin(ticket, request.label);
      return ask({ ...state, page: 'confirm', problem: undefined }, { ...kept, setUp });
    } catch (error) {
      return failed(error);
    }
  });
}

/** Activates the authenticator with its first code. */
export async function confirmSetUp(
  parts: SignInParts,
  request: StepRequest & { readonly code: string; readonly keepsAppPasswords: boolean },
): Promise<StepResult> {
  return step(parts, request, 'confirm', async ({ state, secrets }) => {
    const { setUp, ...kept } = secrets;
    if (setUp === undefined) return { kind: 'again', problem: 'set-up-failed' };
    try {
      const recoveryCodes = await parts.enrolment.confirm(setUp, request);
      if (recoveryCodes === undefined) {
        return ask({ ...state, problem: 'code-wrong' }, secrets);
      }
      // A person who had a second factor before already has recovery codes.
      if (recoveryCodes.length === 0 && kept.outcome !== undefined) {
        return { kind: 'done', outcome: kept.outcome };
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

/** Has the browser make a passkey. This uses up the ticket. */
export async function beginPasskeySetUp(
  parts: SignInParts,
  request: StepRequest & { readonly label: string },
): Promise<StepResult> {
  return step(parts, request, 'set-up', async ({ state, secrets }) => {
    const { passkeyTicket = '', ticket: _, ...kept } = secrets;
    const { visitor } = request;
    // The passkey service would refuse a passkey made at this host. The ticket stays valid for an authenticator.
    if (moveOf(parts, { account: state.account, visitor }) !== undefined) {
      return { kind: 'again', problem: 'passkey-elsewhere' };
    }
    try {
      const { signInHost } = visitor;
      const passkeySetUp = await parts.passkeys.begin(passkeyTicket, request.label, signInHost);
      const next = { ...state, page: 'passkey-make', problem: undefined } as const;
      return ask(next, { ...kept, passkeySetUp });
    } catch (error) {
      return failed(error);
    }
  });
}

const REFUSED = {
  model: 'passkey-model',
  attestation: 'passkey-attestation',
  other: 'set-up-failed',
} as const;

/** Stores the passkey that the browser made. A person without recovery codes gets them first. */
export async function finishPasskeySetUp(
  parts: SignInParts,
  request: StepRequest & { readonly response: Uint8Array; readonly keepsAppPasswords: boolean },
): Promise<StepResult> {
  return step(parts, request, 'passkey-make', async ({ state, secrets }) => {
    const { passkeySetUp, ...kept } = secrets;
    if (passkeySetUp === undefined) return { kind: 'again', problem: 'set-up-failed' };
    try {
      const made = await parts.passkeys.finish(passkeySetUp, request);
      if ('refused' in made) return { kind: 'again', problem: REFUSED[made.refused] };
      if (made.waiting === undefined) return withNewFactor(parts, request, state, kept);
      return ask(
        { ...state, page: 'recovery-codes', problem: undefined },
        { ...kept, recoveryCodes: made.recoveryCodes, waitingPasskey: made.waiting },
      );
    } catch (error) {
      return failed(error);
    }
  });
}

/**
 * Continues after a new factor was set up: the person is in, or signs in with the factor now. A first second factor
 * ended what was earned without it, so a person who was in signs in again, without typing the password again.
 */
async function withNewFactor(
  parts: SignInParts,
  { visitor, key }: StepRequest,
  state: SignIn,
  { outcome, password: kept }: SignInSecrets,
): Promise<NextStep> {
  if (kept === undefined) {
    return outcome === undefined ? { kind: 'passkey-made' } : { kind: 'done', outcome };
  }
  const { account } = state;
  const flow: Flow = state.flow.kind === 'self' ? { kind: 'portal' } : state.flow;
  const password = Buffer.from(kept, 'base64');
  const attemptId = attemptOf(`${key.id} anew`);
  const what = { account, password, visitor, attemptId, beginPasskey: true };
  const decision = await present(parts, flow, what);
  const next = nextStep(decision, { account, flow, password, presented: 'password' });
  return next.kind === 'done' ? { ...next, flow } : next;
}

/** The person has kept the recovery codes. Asks for the next code, or lets them in if none is needed today. */
export async function keepRecoveryCodes(
  parts: SignInParts,
  request: StepRequest,
): Promise<StepResult> {
  return step(parts, request, 'recovery-codes', async ({ state, secrets }) => {
    const { recoveryCodes, waitingPasskey, ...kept } = secrets;
    if (waitingPasskey !== undefined) {
      try {
        await parts.passkeys.confirm(waitingPasskey);
      } catch (error) {
        return failed(error);
      }
      return withNewFactor(parts, request, state, kept);
    }
    if (kept.outcome === undefined) {
      return ask({ ...state, page: 'code', isNextCode: true, problem: undefined }, kept);
    }
    const next = await withNewFactor(parts, request, state, kept);
    // The code that confirmed the app is used up.
    return next.kind === 'ask' && next.state.page === 'code'
      ? ask({ ...next.state, isNextCode: true }, next.secrets)
      : next;
  });
}

/** Skips a set-up that is optional. */
export async function skipSetUp(parts: SignInParts, request: StepRequest): Promise<StepResult> {
  const skip = async ({ state, secrets }: Claimed): Promise<NextStep> =>
    state.isOptional && secrets.outcome !== undefined
      ? { kind: 'done', outcome: secrets.outcome }
      : { kind: 'undecided' };
  return step(parts, request, ['set-up', 'confirm', 'passkey-make', 'moving'], skip);
}

async function step(
  parts: SignInParts,
  { key, step: expected }: StepRequest,
  page: SignIn['page'] | readonly SignIn['page'][],
  act: (claimed: Claimed) => Promise<NextStep>,
): Promise<StepResult> {
  const claimed = await parts.signIns.claim(key, expected);
  if (claimed === undefined || ![page].flat().includes(claimed.state.page)) {
    return { kind: 'out-of-date' };
  }
  return goOn(parts, key, claimed, await act(claimed));
}

function ask(state: SignIn, secrets: SignInSecrets): NextStep {
  return { kind: 'ask', state, secrets };
}

/** A ticket was used or has expired, or an enrolment has lapsed: the sign-in starts again. */
function failed(error: unknown): NextStep {
  const code = error instanceof GatepostError ? error.code : 'INTERNAL';
  if (code === 'UNAVAILABLE' || code === 'DEADLINE_EXCEEDED') return { kind: 'undecided' };
  if (code === 'INTERNAL') throw error;
  return { kind: 'again', problem: 'set-up-failed' };
}
