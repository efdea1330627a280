import type { FirstFactor, Presented } from '../../../../libs/policy/decide/plan.js';
import { hasCode, hasPasskeyAtHand, presenting, type State } from './decide.js';
import type { Situation, Step } from './situation.js';

/** Factors the login could present, and the steps that make them available. */
export interface Presentation {
  readonly presented: Presented;
  readonly steps: readonly Step[];
  /** Presents a session's token, which a person gets only by signing in. */
  readonly session: boolean;
  /** Presents an app password that has yet to be created. */
  readonly newAppPassword: boolean;
}

type Factor = Extract<Step, { kind: 'present' }>['factor'];

/**
 * Everything the login's program could present for a person in this state. A program that cannot ask presents the one
 * password it stores. Anything else it presented before it can present again.
 */
export function presentations(situation: Situation, state: State): Presentation[] {
  const { interactive, presented: then } = situation;
  const firsts = firstFactors(situation);
  const second = hasCode(state) && (interactive || then.second);
  const passkey = hasPasskeyAtHand(state) && (interactive || then.passkey);
  const all = firsts.flatMap((one) => {
    const alone = combine(situation, state, one, {});
    if (one.first !== 'password' && one.first !== 'verified' && one.first !== 'app-password') {
      return [alone];
    }
    return [
      alone,
      ...(second ? [combine(situation, state, one, { second })] : []),
      ...(passkey ? [combine(situation, state, one, { passkey })] : []),
    ];
  });
  if (passkey) all.push(combine(situation, state, { first: 'none' }, { passkey }));
  return all;
}

interface First {
  readonly first: FirstFactor;
  readonly newAppPassword?: boolean;
}

function firstFactors({ interactive, presented, has }: Situation): First[] {
  const firsts: First[] = [];
  // A front-end that compares the password itself does so again.
  if (presented.first === 'verified') firsts.push({ first: 'verified' });
  else if (has.password) firsts.push({ first: 'password' });
  if (has.appPassword) firsts.push({ first: 'app-password' });
  if (has.roomForAppPassword) firsts.push({ first: 'app-password', newAppPassword: true });
  if (has.saml && (interactive || presented.first === 'saml')) firsts.push({ first: 'saml' });
  if (!interactive) firsts.push({ first: 'session' });
  return firsts;
}

function combine(
  situation: Situation,
  state: State,
  { first, newAppPassword = false }: First,
  also: { readonly second?: boolean; readonly passkey?: boolean },
): Presentation {
  const factors: Factor[] = [];
  if (first === 'verified') factors.push('password');
  else if (first !== 'none' && first !== 'session' && !newAppPassword) factors.push(first);
  if (also.second === true) factors.push('otp');
  if (also.passkey === true) factors.push('passkey');
  const missing = factors.filter((factor) => !isPresented(situation, factor));
  return {
    presented: presenting(first, also),
    steps: missing.map((factor) => stepOf(factor, state)),
    session: first === 'session',
    newAppPassword,
  };
}

function stepOf(factor: Factor, { codes, passkeyHosts = [] }: State): Step {
  switch (factor) {
    case 'otp':
      return { kind: 'present', factor, by: codes };
    case 'passkey':
      return { kind: 'present', factor, hosts: passkeyHosts };
    default:
      return { kind: 'present', factor };
  }
}

/** Whether a factor was already presented and right. Presenting it again takes no step. */
function isPresented({ presented, right }: Situation, factor: Factor): boolean {
  switch (factor) {
    case 'password':
      return (presented.first === 'password' || presented.first === 'verified') && right.first;
    case 'app-password':
    case 'saml':
      return presented.first === factor && right.first;
    case 'otp':
      return presented.second && right.second;
    case 'passkey':
      return presented.passkey && right.passkey;
    default:
      return factor satisfies never;
  }
}
