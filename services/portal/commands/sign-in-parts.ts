import { createHash } from 'node:crypto';
import type { Service } from '../../../libs/names/services.js';
import type { Decision } from '../core/decision.js';
import type { NextStep } from '../core/next-step.js';
import type { Flow } from '../core/sign-in.js';
import type { Move } from '../core/site.js';
import type { Enrolment, PasskeyEnrolment } from '../ports/enrolment.js';
import type { Claimed, SignInKey, SignIns } from '../ports/pending.js';
import type { Authorize, BeginPasskey, Presented, Visitor } from '../ports/policy.js';

export interface SignInParts {
  readonly authorize: Authorize;
  readonly enrolment: Enrolment;
  readonly passkeys: PasskeyEnrolment;
  readonly beginPasskey: BeginPasskey;
  readonly signIns: SignIns;
  /** Where people of a domain sign in now, if it was at this host before. */
  readonly moveOf: (signInHost: string, domain: string) => Move | undefined;
  /** The service that a flow signs in to. */
  readonly serviceOf: (flow: Flow) => Service;
}

/** What the browser is shown next. */
export type StepResult =
  | Exclude<NextStep, { kind: 'ask' }>
  /** The page of a pending sign-in. */
  | { readonly kind: 'page'; readonly id: string }
  /** This browser or another of its tabs has already taken the step, or the sign-in is over. */
  | { readonly kind: 'out-of-date' };

/** Presents what a person entered to policy, for the service of the flow. */
export function present(
  parts: SignInParts,
  flow: Flow,
  what: Omit<Presented, 'service' | 'client' | 'act' | 'wantsSession'>,
): Promise<Decision> {
  const service = parts.serviceOf(flow);
  if (flow.kind === 'self') {
    const trust = flow.act === 'trust-ip' ? { ip: true, device: false } : undefined;
    const own = { service, client: '', trust, prove: true, wantsSession: false };
    return parts.authorize({ ...what, ...own });
  }
  const client = flow.kind === 'portal' ? '' : flow.client;
  const act = flow.kind === 'openid' ? flow.act : undefined;
  return parts.authorize({ ...what, service, client, act, wantsSession: true });
}

/** The attempt id, the same for all tries of one sign-in: if an answer was lost, its code is accepted once more. */
export function attemptOf(signIn: string): string {
  return createHash('sha256').update(`attempt ${signIn}`).digest('base64url');
}

/** Stores the step that follows a claimed one. */
export async function goOn(
  { signIns }: SignInParts,
  key: SignInKey,
  { step }: Claimed,
  next: NextStep,
): Promise<StepResult> {
  if (next.kind !== 'ask') return next;
  const saved = await signIns.save(key, step, next.state, next.secrets);
  return saved ? { kind: 'page', id: key.id } : { kind: 'out-of-date' };
}

export interface StepRequest {
  readonly key: SignInKey;
  /** The step that the submitted page was made for. */
  readonly step: number;
  readonly visitor: Visitor;
}
