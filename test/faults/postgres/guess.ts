import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../../libs/testing/until.js';
import type { ProtoClient } from '../../suite/proto-client.js';
import { type Answer, AUTHORIZE, DEADLINE_MS } from './logins.js';

/** More than may be compared: an account has ten wrong passwords from one address. */
const AT_ONCE = 16;
const PAUSE_MS = 300;
/** So many refusals in a row, with no other answer between them, and the guesser has come to the end. */
const REFUSALS = 2 * AT_ONCE;

const WRONG = 'REASON_BAD_CREDENTIALS';
const LIMITED = 'REASON_RATE_LIMITED';

export interface Guesser {
  readonly answers: readonly Answer[];
  /** How many guesses the guesser knows to be wrong. */
  readonly known: number;
  /** Resolves when a guess is known to be wrong, and others are under way. */
  begun(): Promise<void>;
  /** Resolves when every guess is refused without a comparison. Then nobody guesses any more. */
  refused(): Promise<void>;
  stop(): void;
}

/** Guesses the password of an account, each guess another one, from one address. */
export function guess(frontEnd: ProtoClient, account: string): Guesser {
  const answers: Answer[] = [];
  let made = 0;
  let refusals = 0;
  let stopped = false;
  const keepGuessing = async () => {
    while (!stopped && refusals < REFUSALS) {
      made += 1;
      const request = {
        ...{ account, service: 'SERVICE_IMAP', client_ip: '203.0.113.66' },
        password: Buffer.from(`guess ${made}`),
      };
      const answer = await frontEnd
        .call(AUTHORIZE, request, { deadlineMs: DEADLINE_MS })
        .catch(() => undefined);
      if (answer !== undefined) {
        const { decision_id: id, decision, reason } = answer;
        answers.push({ id, decision, right: 'DECISION_DENY', reason });
        refusals = reason === LIMITED ? refusals + 1 : 0;
      }
      await sleep(PAUSE_MS);
    }
  };
  const all = Promise.all(Array.from({ length: AT_ONCE }, keepGuessing));
  const known = () => answers.filter(({ reason }) => reason === WRONG).length;
  return {
    answers,
    get known() {
      return known();
    },
    begun: () => until('a guess is answered', () => known() > 0).then(() => undefined),
    refused: () => all.then(() => undefined),
    stop() {
      stopped = true;
    },
  };
}
