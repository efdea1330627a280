import type { Source } from '../language/problem.js';

export type WarningKind =
  | 'unused-network'
  | 'unused-group'
  | 'unreachable'
  | 'taken-earlier'
  | 'cannot-enrol'
  | 'unobtainable-trust'
  | 'no-provider'
  | 'enrol-anywhere'
  | 'password-makes-app-password'
  | 'bound-session'
  | 'overlapping-ranges'
  | 'open-password'
  | 'long-trust'
  | 'not-looked-through';

/** Something that is allowed and is probably not meant. */
export interface Warning extends Source {
  readonly kind: WarningKind;
  readonly message: string;
}
