import type { CompiledRule } from '../compile/compiled.js';
import { decideFactors } from '../decide/factors.js';
import type { FirstFactor } from '../decide/plan.js';
import type { Factor } from '../language/words.js';

/** What a person presents, all of it right. */
export interface Presentation {
  readonly factors: readonly Factor[];
  /** Whether the person has a second factor, where that bears on the outcome; null: it does not. */
  readonly secondFactor: boolean | null;
}

/** Every combination that one login can present, and a password again by who has nothing more. */
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

/** What presenting something comes to. `OUT`: not let in, whether more is asked for or not. */
export const OUT = 0;
/** Asked to set up the first second factor. */
export const ENROL = 1;
export const IN = 2;
/** Let in, and the session is bound to its address. */
export const IN_BOUND = 3;

/** What an outcome depends on beside the rule. */
export interface Circumstances {
  /** The service can ask the person for more. */
  readonly interactive: boolean;
  /** A first enrolment may be made at the address. */
  readonly mayEnrol: boolean;
  readonly grace: boolean;
}

/** The outcomes of all presentations, two bits each, in their order. */
export type Outcomes = number;

const BITS = 2;

/** What a rule, or no rule, makes of each presentation: the engine's own word. */
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

/** The first factor among some that one login presents. */
export function firstOf(factors: readonly Factor[]): FirstFactor {
  const [first] = factors;
  return first === undefined || first === 'otp' || first === 'passkey' ? 'none' : first;
}

/** How a connection fares otherwise than before. */
export const KINDS = [
  'refused',
  'allowed',
  'no-enrolment',
  'enrolment',
  'bound',
  'not-bound',
] as const;
export type Kind = (typeof KINDS)[number];

/** Undefined: it fares as before. */
export function kindOf(before: number, after: number): Kind | undefined {
  if (before === after) return undefined;
  if (before >= IN !== after >= IN) return after >= IN ? 'allowed' : 'refused';
  if (after >= IN) return after === IN_BOUND ? 'bound' : 'not-bound';
  return after === ENROL ? 'enrolment' : 'no-enrolment';
}

/** Of each kind, in the order of `KINDS`, the presentations that it befalls, as bits. */
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
