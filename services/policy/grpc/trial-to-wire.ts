import { Decision, Reason } from '../../../libs/gen/gatepost/policy/v1/authorization.js';
import type {
  ShowTrialResponse,
  StartTrialResponse,
  Trial as WireTrial,
} from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { serviceToWire } from '../../../libs/grpc/wire/service.js';
import type { TrialPart } from '../commands/trial/show-trial.js';
import type { StartTrialOutcome } from '../commands/trial/start-trial.js';
import { stateOf, type Trial } from '../core/trial/trial.js';
import { refusedToWire, warningsToWire } from './apply-outcome.js';

/** @param now ms since the epoch */
export function trialToWire(trial: Trial, now: number): WireTrial {
  const { id, document, file, revision, startedAt, actor, onBehalfOf, comment } = trial;
  return {
    ...{ id, document, file, comment, revision: BigInt(revision) },
    startedAt: new Date(startedAt),
    actor: onBehalfOf === '' ? actor : `${actor} for ${onBehalfOf}`,
    remindAt: new Date(trial.remindAt),
    forgotten: stateOf({ ...trial, failure: '' }, now) === 'forgotten',
    failure: trial.failure,
    domains: trial.domains,
  };
}

/** The outcome of starting a trial. */
export function startedToWire(
  outcome: StartTrialOutcome,
  now: number,
): NonNullable<StartTrialResponse['part']> {
  if (outcome.kind === 'refused') return { $case: 'refused', value: refusedToWire(outcome) };
  const { trial, warnings } = outcome;
  return {
    $case: 'started',
    value: { trial: trialToWire(trial, now), warnings: warningsToWire(warnings) },
  };
}

/** One part of a trial's findings. */
export function trialPartToWire(part: TrialPart): ShowTrialResponse['part'] {
  switch (part.kind) {
    case 'progress': {
      const { done, total } = part;
      const value = { phase: 'count', done: BigInt(done), total: BigInt(total) };
      return { $case: 'progress', value };
    }
    case 'difference': {
      const { was, wouldBe, reasonWouldBe, service, count, genuine, last, ...rest } =
        part.difference;
      const value = {
        ...rest,
        ...{ service: serviceToWire(service), was: Decision[was], wouldBe: Decision[wouldBe] },
        ...{
          reasonWouldBe: reasonWouldBe === undefined ? Reason.UNSPECIFIED : Reason[reasonWouldBe],
          count: BigInt(count),
          genuine: BigInt(genuine),
        },
        last: new Date(last),
      };
      return { $case: 'difference', value };
    }
    case 'summary': {
      const { trial, at, counts, ready } = part;
      const value = {
        ...{ trial: trialToWire(trial, at), at: new Date(at), ready },
        ...{ logins: BigInt(counts.logins), allowed: BigInt(counts.allowed) },
        ...{ challenged: BigInt(counts.challenged), denied: BigInt(counts.denied) },
        ...{ unknown: BigInt(counts.unknown), failed: BigInt(counts.failed) },
        ...{ changed: BigInt(counts.changed), refusedGenuine: BigInt(counts.refusedGenuine) },
        refusedRecent: BigInt(counts.refusedRecent),
        refusedDisowned: BigInt(counts.refusedDisowned),
        ...{ askedMore: BigInt(counts.askedMore), newlyAllowed: BigInt(counts.newlyAllowed) },
        ...{ differences: BigInt(counts.differences), notKept: BigInt(counts.notKept) },
      };
      return { $case: 'summary', value };
    }
    default:
      return part satisfies never;
  }
}
