import { type Allowed, namesPasskeys } from './decision.js';
import type { Flow, Outcome } from './sign-in.js';
import { type NextStep, passwordOf, type SoFar, stateOf, ticketFor } from './step-state.js';

/**
 * A person who is signed in has shown again that it is them: on to what they chose, if that earned the
 * ticket it takes; else a second factor is asked for, which the rule alone would not need here.
 */
export function afterProof(
  allowed: Allowed,
  sofar: SoFar & { readonly flow: Extract<Flow, { kind: 'self' }> },
  outcome: Outcome,
): NextStep {
  const { tickets, granted, passkey } = allowed;
  const { act } = sofar.flow;
  const managing = tickets.filter(({ purpose }) => purpose === 'manage');
  const full = managing.filter(({ isOneFactor }) => !isOneFactor).map(({ token }) => token);
  const isFree =
    ticketFor(tickets, 'enrol', 'otp') !== undefined ||
    ticketFor(tickets, 'enrol', 'passkey') !== undefined;
  switch (act) {
    case 'authenticator':
    case 'passkey': {
      const store = act === 'authenticator' ? 'otp' : 'passkey';
      const [manage, ...left] = full;
      const ticket = manage ?? ticketFor(tickets, 'enrol', store);
      if (ticket === undefined) break;
      const state = stateOf(sofar, { page: 'set-up', canSetUp: [store], isFirst: isFree });
      const held = store === 'otp' ? { ticket } : { passkeyTicket: ticket };
      // What is left shows the list afterwards; with a first one, the person signs in anew.
      const after =
        manage === undefined
          ? { outcome, ...passwordOf(sofar) }
          : { outcome: { ...outcome, manage: left } };
      return { kind: 'ask', state, secrets: { ...held, ...after } };
    }
    case 'trust-ip':
      if (full.length > 0 || granted.some(({ until }) => until !== undefined)) {
        return { kind: 'done', outcome };
      }
      break;
    case 'app-password': {
      const tokens = full.length > 0 ? full : managing.map(({ token }) => token);
      if (tokens.length > 0) return { kind: 'done', outcome: { ...outcome, manage: tokens } };
      break;
    }
    default:
      if (full.length > 0) return { kind: 'done', outcome: { ...outcome, manage: full } };
  }
  if (isFree) return { kind: 'needs-second-factor' };
  const hasPasskey = namesPasskeys(passkey);
  const state = stateOf(sofar, { page: 'code', hasPasskey });
  const secrets = { ...passwordOf(sofar), ...(hasPasskey && { passkey }) };
  return { kind: 'ask', state, secrets };
}
