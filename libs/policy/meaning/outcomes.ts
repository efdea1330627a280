import type { CompiledRule } from '../compile/compiled.js';
import { decideFactors } from '../decide/factors.js';
import type { FirstFactor } from '../decide/plan.js';
import type { Factor } from '../language/words.js';

/** What a person presents, all of it right. */
export interface Presentation {
  readonly factors: readonly Factor[];
  /** Whether the person has a second factor; null if that does not affect the outcome. */
  readonly secondFactor: boolean | null;
}

/**
 * Every combination that one login can present. A password is listed twice: for a person with a
 * second factor and for one without.
 */
export const PRESENTATIONS: readonly Presentation[] = [
  { factors: ['password'], secondFactor: true },
  { factors: ['password'], secondFactor: false },
  { factors: ['password', 'otp'], secondFactor: null },
  { factors: ['password', 'passkey'], secondFactor: null },
  { factors: ['app-password'], secondFactor: null },
  { factors: ['saml'], secondFactor: null },
  { factors: ['passkey'], secondFactor: null },
  { factors: ['session'], secondFactor: null },
];

/** The outcome of a presentation. `OUT`: not let in, whether or not more is asked for. */
export const OUT = 0;
/** Asked to enrol the first second factor. */
export const ENROL = 1;
export const IN = 2;
/** Let in, with the session bound to its address. */
export const IN_BOUND = 3;

/** What an outcome depends on besides the rule. */
export interface Circumstances {
  /** Whether the service can ask the person for more. */
  readonly interactive: boolean;
  /** Whether a first enrolment is allowed from the address. */
  readonly mayEnrol: boolean;
  readonly grace: boolean;
}

/** The outcomes of all presentations, two bits each, in their order. */
export type Outcomes = number;

const BITS = 2;

/** The outcome of each presentation under a rule, or without one, as the engine decides it. */
export function outcomesOf(rule: CompiledRule | null, circumstances: Circumstances): Outcomes {
  if (rule?.require == null) return 0;
  const { require, bindSessionToIp } = rule;
  return PRESENTATIONS.reduce((all, { factors, secondFactor }, index) => {
    const has = secondFactor !== false;
    const result = decideFactors(require, {
      presented: {
        first: firstOf(factors),
        second: factors.includes('otp'),
        passkey: factors.includes('passkey'),
        ...{ recovery: false, remember: false, prove: false },
      },
      ...{ first: 'right', second: 'right', passkey: 'right' },
      ...{ hasOtp: has, hasPasskey: has, hasSaml: true },
      ...{ interactive: circumstances.interactive, grace: circumstances.grace },
      mayEnrolHere: circumstances.mayEnrol,
    });
    if (result.kind !== 'decided') throw new Error(`undecided: ${result.kind}`);
    const { decision, reason } = result;
    if (decision === 'ALLOW') return all | ((bindSessionToIp ? IN_BOUND : IN) << (BITS * index));
    const enrols = decision === 'CHALLENGE' && reason === 'ENROLMENT_REQUIRED';
    return all | ((enrols ? ENROL : OUT) << (BITS * index));
  }, 0);
}

/** The outcome of one presentation, by its index. */
export function outcomeAt(outcomes: Outcomes, presentation: number): number {
  return (outcomes >>> (BITS * presentation)) & 3;
}

/** The first factor among those that one login presents. */
export function firstOf(factors: readonly Factor[]): FirstFactor {
  const [first] = factors;
  return first === undefined || first === 'otp' || first === 'passkey' ? 'none' : first;
}

/** How the decision on a connection changes. */
export const KINDS = [
  'refused',
  'allowed',
  'no-enrolment',
  'enrolment',
  'bound',
  'not-bound',
] as const;
export type Kind = (typeof KINDS)[number];

/** Undefined if nothing changes. */
export function kindOf(before: number, after: number): Kind | undefined {
  if (before === after) return undefined;
  if (before >= IN !== after >= IN) return after >= IN ? 'allowed' : 'refused';
  if (after >= IN) return after === IN_BOUND ? 'bound' : 'not-bound';
  return after === ENROL ? 'enrolment' : 'no-enrolment';
}

/** For each kind, in the order of `KINDS`, the presentations affected, as bits. */
export function kindMasks(before: Outcomes, after: Outcomes): readonly number[] {
  const masks = KINDS.map(() => 0);
  PRESENTATIONS.forEach((_, index) => {
    const kind = kindOf(outcomeAt(before, index), outcomeAt(after, index));
    if (kind === undefined) return;
    const at = KINDS.indexOf(kind);
    masks[at] = (masks[at] as number) | (1 << index);
  });
  return masks;
}
