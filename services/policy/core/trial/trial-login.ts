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
  /** The login proved two or more factors. */
  readonly twoFactors: boolean;
  /** If a session was used: the decision that granted the session. */
  readonly signIn: string | undefined;
  readonly said: Said;
}

/** A person's statement that an event was not theirs. Times are in ms since the epoch. */
export interface Disowned {
  readonly account: string;
  /** Id of the event. */
  readonly about: string;
  /** Time of the event. */
  readonly since: number;
  /** When the person reported it. */
  readonly at: number;
}
