import type { Service } from '../../../../libs/names/services.js';
import type { Decision } from '../../../../libs/policy/decide/reason.js';
import type { TrialResult } from './trial-result.js';

/** A recorded login for which a trial's candidate was evaluated. */
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
  readonly result: TrialResult;
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
