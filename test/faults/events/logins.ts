import { setTimeout as sleep } from 'node:timers/promises';
import type { Message, ProtoClient } from '../../suite/proto-client.js';

const AUTHORIZE = 'gatepost.policy.v1.AuthorizationService/Authorize';
const DEADLINE_MS = 4_000;
const PAUSE_MS = 20;
/** Status codes of "could not decide", which a front-end treats as a temporary failure. */
const TEMPORARY = [4, 14];

/** One call of Authorize. Each is for an account of its own, which identifies its event. */
export interface Login {
  readonly account: string;
  readonly wanted: string;
  /** The answer, if one came. */
  readonly answer?: { readonly id: string; readonly decision: string };
  /** The status code, if no answer came. */
  readonly code?: number;
}

export interface Logins {
  readonly all: readonly Login[];
  readonly answered: number;
  /** Ends the load. Resolves when every call has its answer or error. */
  stop(): Promise<void>;
}

/** Front-ends that log in continuously, each with so many calls at a time. */
export function keepLoggingIn(
  frontEnds: readonly ProtoClient[],
  options: { atOnce: number; random: () => number },
): Logins {
  const all: Login[] = [];
  let made = 0;
  let answered = 0;
  let stopped = false;
  const worker = async (frontEnd: ProtoClient) => {
    while (!stopped) {
      made += 1;
      const allowed = options.random() < 0.5;
      const login = { account: `user${made}@a.tld`, wanted: allowed ? 'ALLOW' : 'DENY' };
      const client_ip = allowed ? '203.0.113.9' : '198.51.100.9';
      try {
        const { decision, decision_id: id } = await authorize(frontEnd, login.account, client_ip);
        all.push({ ...login, answer: { id, decision: decision.replace('DECISION_', '') } });
        answered += 1;
      } catch (error) {
        all.push({ ...login, code: (error as { code: number }).code });
      }
      await sleep(PAUSE_MS);
    }
  };
  const workers = frontEnds.flatMap((frontEnd) =>
    Array.from({ length: options.atOnce }, () => worker(frontEnd)),
  );
  return {
    all,
    get answered() {
      return answered;
    },
    async stop() {
      stopped = true;
      await Promise.all(workers);
    },
  };
}

/** Makes one login by IMAP, whose password the front-end has verified. */
export function authorize(
  frontEnd: ProtoClient,
  account: string,
  client_ip: string,
): Promise<Message> {
  const login = { account, client_ip, service: 'SERVICE_IMAP', password_verified: true };
  return frontEnd.call(AUTHORIZE, login, { deadlineMs: DEADLINE_MS });
}

/** Status codes of calls that ended with neither an answer nor a temporary failure. */
export function strangeErrors(logins: readonly Login[]): number[] {
  return logins.flatMap(({ code }) =>
    code === undefined || TEMPORARY.includes(code) ? [] : [code],
  );
}
