import { GatepostError, unavailable } from '../../../../libs/errors/index.js';
import { noteDecision } from '../../../../libs/log/index.js';
import type { CallScope } from '../../core/answers.js';
import { type Attempt, type DecidedAttempt, presentedBy } from '../../core/attempt.js';
import type { Login } from '../../core/login.js';
import { traceOf } from '../../core/trace.js';
import type { AuthorizePorts } from './authorize-ports.js';
import { beginPasskey } from './begin-passkey.js';
import { beginSaml } from './begin-saml.js';
import { evaluateTrial } from './evaluate-trial.js';
import { grantSession } from './grant-session.js';
import { grantTrust } from './grant-trust.js';
import { issueTickets } from './issue-tickets.js';
import { matchRule } from './match-rule.js';
import { noteTrustUse } from './note-trust-use.js';
import { settle } from './settle.js';
import { useDevice } from './use-device.js';
import { verifyFirstFactor, verifyPasskeyFactor, verifySecondFactor } from './verify-factors.js';

/**
 * Decides a login step by step. Each step gets what the earlier ones found. If a step needs something and cannot ask
 * for it, it throws UNAVAILABLE or DEADLINE_EXCEEDED, and there is no decision.
 */
async function decide(attempt: Attempt, ports: AuthorizePorts): Promise<DecidedAttempt> {
  const matched = await matchRule(attempt, ports); // looks up trust only if a rule asks for it
  await verifyFirstFactor(matched, ports); // only what the chosen alternative needs
  await verifySecondFactor(matched, ports); // only after the first factor was right
  await verifyPasskeyFactor(matched, ports); // also after the first factor, or alone
  return await settle(matched, ports); // ALLOW, CHALLENGE or DENY
}

/** What happens after a decision, in this order. */
const CONSEQUENCES: readonly ((decided: DecidedAttempt, ports: AuthorizePorts) => Promise<void>)[] =
  [
    beginSaml, // if the challenge offers it and the front-end asked
    beginPasskey, // with a CHALLENGE or an ALLOW, if the front-end asked
    useDevice, // rotates the token that carried an ALLOW, detects a stolen one
    grantTrust, // what `remember` asked for and the login earned
    grantSession, // with an ALLOW at a web client or an app
    issueTickets, // the ones for self-service that the login earned
  ];

/** Decides one login. Its event is committed before this returns. */
export async function authorize(
  login: Login,
  call: CallScope,
  ports: AuthorizePorts,
  decisionId: string = ports.random.id(),
): Promise<DecidedAttempt> {
  noteDecision(decisionId);
  const attempt = beginAttempt(login, call, ports, decisionId);
  try {
    const decided = await decide(attempt, ports);
    for (const consequence of CONSEQUENCES) await consequence(decided, ports);
    evaluateTrial(decided, ports); // only for the record: the decision is final
    await ports.record(decided);
    noteTrustUse(decided, ports);
    return decided;
  } catch (error) {
    throw undecided(error);
  }
}

/** Turns any other service's error into "could not decide", so that it is never taken for our own answer. */
export function undecided(error: unknown): unknown {
  if (!(error instanceof GatepostError) || UNDECIDED.has(error.code)) return error;
  return unavailable('this login cannot be decided now', error);
}

const UNDECIDED: ReadonlySet<string> = new Set(['UNAVAILABLE', 'DEADLINE_EXCEEDED', 'CANCELLED']);

/** What is known of a login before anything is asked. */
export function beginAttempt(
  login: Login,
  call: CallScope,
  ports: AuthorizePorts,
  decisionId: string,
): Attempt {
  const set = ports.policies.current();
  const active = set.find(login.account.domain);
  const now = ports.clock.now();
  const trace = traceOf(login.explain);
  const name = active?.name;
  trace.add(() => ({
    step: 'document',
    rule: '',
    detail:
      name === undefined ? 'the domain has no document' : `decided by the document of ${name}`,
    held: name !== undefined,
  }));
  return {
    login,
    decisionId,
    startedAt: now,
    call,
    trace,
    active,
    revision: set.revision,
    asking: {
      account: login.account.name,
      address: login.address.text,
      decisionId,
      frontEnd: login.frontEnd,
      attemptId: login.attemptId,
    },
    facts: {
      now,
      presented: presentedBy(login),
      first: undefined,
      second: undefined,
      passkey: undefined,
      interactive: login.interactive,
      hasOtp: undefined,
      hasPasskey: undefined,
      hasSaml: undefined,
    },
    session: undefined,
    foundSession: undefined,
    used: {},
    userVerified: false,
    enrolment: undefined,
    failedCheck: '',
    failedPasskeyCheck: '',
    retryAfterSeconds: 0,
    samlUntil: undefined,
    samlStart: undefined,
    passkeyStart: undefined,
    grants: [],
    deviceToken: '',
    sessionSecret: '',
    tickets: [],
    trial: undefined,
  };
}
