import type { Service } from '../../../../libs/names/services.js';
import type { Decision } from '../../../../libs/policy/decide/reason.js';
import type { Said } from './said.js';

/** A recorded login that a trial rode beside. */
export interface TrialLogin {
  readonly decisionId: string;
  /** ms since the epoch */
  readonly time: number;
  readonly account: string;
  readonly service: Service;
  readonly was: Decision;
  readonly ruleWas: string;
  /** Two factors or more were proved. */
  readonly twoFactors: boolean;
  /** Of a session's use: the decision that gave the session. */
  readonly signIn: string | undefined;
  readonly said: Said;
}

/** A person said that what an event tells of was not them. Times in ms since the epoch. */
export interface Disowned {
  readonly account: string;
  /** The event. */
  readonly about: string;
  /** When that was. */
  readonly since: number;
  /** When the person said so. */
  readonly at: number;
}
