import { createHash } from 'node:crypto';
import type { Service } from '../../../libs/names/services.js';
import type { Decision } from '../core/decision.js';
import type { NextStep } from '../core/next-step.js';
import type { Flow } from '../core/sign-in.js';
import type { Move } from '../core/site.js';
import type {
  Authorize,
  BeginPasskey,
  Claimed,
  Enrolment,
  PasskeyEnrolment,
  Presented,
  SignInKey,
  SignIns,
  Visitor,
} from '../ports.js';

export interface SignInParts {
  readonly authorize: Authorize;
  readonly enrolment: Enrolment;
  readonly passkeys: PasskeyEnrolment;
  readonly beginPasskey: BeginPasskey;
  readonly signIns: SignIns;
  /** Where people of a domain sign in now, if they did at this host before. */
  readonly moveOf: (signInHost: string, domain: string) => Move | undefined;
  /** What a flow's sign-in is for. */
  readonly serviceOf: (flow: Flow) => Service;
}

/** What a browser is told. */
export type Told =
  | Exclude<NextStep, { kind: 'ask' }>
  /** The sign-in under way has another page now. */
  | { readonly kind: 'page'; readonly id: string }
  /** The step was taken before, by this browser or another tab of it, or the sign-in is over. */
  | { readonly kind: 'out-of-date' };

/** Presents what a person entered to policy, for the service that the flow is for. */
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

/** The same for every try of one sign-in: a code that a lost answer spent is good once more. */
export function attemptOf(signIn: string): string {
  return createHash('sha256').update(`attempt ${signIn}`).digest('base64url');
}

/** Of a claimed step: writes down what comes next. */
export async function goOn(
  { signIns }: SignInParts,
  key: SignInKey,
  { step }: Claimed,
  next: NextStep,
): Promise<Told> {
  if (next.kind !== 'ask') return next;
  const saved = await signIns.save(key, step, next.state, next.secrets);
  return saved ? { kind: 'page', id: key.id } : { kind: 'out-of-date' };
}

export interface StepRequest {
  readonly key: SignInKey;
  /** As the page that was filled in says. */
  readonly step: number;
  readonly visitor: Visitor;
}
