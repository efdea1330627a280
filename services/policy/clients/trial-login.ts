import { disowned } from '../../../libs/events/definitions/credential.js';
import { login } from '../../../libs/events/definitions/login.js';
import { readData } from '../../../libs/events/read-data.js';
import { earnsTrust } from '../../../libs/policy/decide/evaluate.js';
import type { Reason } from '../../../libs/policy/decide/reason.js';
import type { Disowned, TrialLogin } from '../core/trial/trial-login.js';
import type { TrialResult } from '../core/trial/trial-result.js';

/**
 * Reads a login event for which this trial's candidate was evaluated. Undefined if it was not, or if the event was
 * erased or cannot be read.
 */
export function trialLogin(bytes: Uint8Array, trialId: string): TrialLogin | undefined {
  // A cheap check first: most events of a large record belong to other domains.
  if (!Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(trialId))
    return undefined;
  const event = parse(bytes);
  const data = readData(login, event.data);
  if (data?.trial?.id !== trialId) return undefined;
  const { account, service, decision, rule, proved, session, trial } = data;
  if (account === undefined) return undefined;
  return {
    ...{ decisionId: event.id, time: Date.parse(event.time), account, service },
    ...{ was: decision, ruleWas: rule ?? '', twoFactors: earnsTrust(proved) },
    signIn: session?.sign_in,
    result: resultOf(trial),
  };
}

function resultOf({ decision, reason, rule, unknown }: NonNullable<LoginTrial>): TrialResult {
  if (decision === undefined) return { kind: 'unknown', why: unknown ?? 'failed' };
  return { kind: 'decided', decision, reason: reason as Reason | undefined, rule };
}

type LoginTrial = ReturnType<typeof login.data.parse>['trial'];

/** Undefined if the event was erased or cannot be read. */
export function disownedBy(bytes: Uint8Array): Disowned | undefined {
  if (bytes.length === 0) return undefined;
  const event = parse(bytes);
  const data = readData(disowned, event.data);
  if (data === undefined) return undefined;
  const { account, about, since } = data;
  return { account, about, since: Date.parse(since), at: Date.parse(event.time) };
}

function parse(bytes: Uint8Array) {
  return JSON.parse(new TextDecoder().decode(bytes)) as {
    readonly id: string;
    readonly time: string;
    readonly data: unknown;
  };
}
