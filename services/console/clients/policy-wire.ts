import {
  Decision,
  Reason,
  type TraceStep,
} from '../../../libs/gen/gatepost/policy/v1/authorization.js';
import type {
  ChangeExample,
  Document,
  Progress,
  TrialDifference as WireDifference,
  Problem as WireProblem,
  Trial as WireTrial,
} from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { serviceFromWire } from '../../../libs/grpc/wire/service.js';
import type { PolicyDocument, Problem, Trial, TrialDifference } from '../core/document.js';
import type { ProgressOr } from '../core/evidence.js';
import type { Said } from '../core/sign-in.js';

/** A document as a file of an Apply, a Compare, a Rehearse. */
export function fileOf(domain: string, content: string) {
  return { name: `${domain}.yaml`, content: Buffer.from(content), documents: [domain] };
}

/** The items as a stream of requests. */
export async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

/** A problem of a document, from its message. */
export function toProblem({
  line,
  column,
  message,
  expected,
  counterexample,
}: WireProblem): Problem {
  return { line, column, message, expected, counterexample };
}

/**
 * A revision of a document, from its message. `appliedAt` is in ms since the epoch, or 0 if it is
 * not set.
 */
export function toDocument(document: Document): PolicyDocument {
  const { content, revision, appliedAt, actor, comment, removed } = document;
  return {
    ...{ content: Buffer.from(content).toString('utf8'), revision, comment, removed },
    appliedAt: appliedAt?.getTime() ?? 0,
    by: actor,
  };
}

export const WORDS: Readonly<Record<number, Said['decision']>> = {
  [Decision.ALLOW]: 'ALLOW',
  [Decision.CHALLENGE]: 'CHALLENGE',
  [Decision.DENY]: 'DENY',
};

/** The name of a reason, such as `NO_RULE`; empty for a reason that this version does not know. */
export function reasonWord(reason: Reason): string {
  return Object.entries(Reason).find(([, value]) => value === reason)?.[0] ?? '';
}

/** A decision with its trace, from the fields that a message of policy gives it in. */
export function toSaid(said: {
  decision: Decision;
  reason: Reason;
  rule: string;
  trace: readonly TraceStep[];
  policyDomain: string;
  policyRevision: bigint;
}): Said {
  const { decision, reason, rule, trace, policyDomain, policyRevision } = said;
  return {
    ...{ decision: WORDS[decision], reason: reasonWord(reason), rule, document: policyDomain },
    revision: String(policyRevision),
    steps: trace.map(({ step, rule: name, detail, held }) => ({ step, rule: name, detail, held })),
  };
}

/** Writes `luca@a.tld, Imap, 203.0.113.5: ALLOW → DENY`. */
export function inWords(example: ChangeExample | undefined): string {
  if (example === undefined) return '';
  const { account, service, clientIp, before, after } = example;
  const word = (decision: Decision | undefined) => WORDS[decision ?? 0] ?? '?';
  const what = [account, serviceFromWire(service) ?? '', clientIp].join(', ');
  return `${what}: ${word(before?.decision)} → ${word(after?.decision)}`;
}

/** A trial, from its message. `startedAt` is in ms since the epoch, or 0 if it is not set. */
export function toTrial(trial: WireTrial | undefined): Trial {
  const { startedAt, actor = '', comment = '', failure = '' } = trial ?? {};
  return { startedAt: startedAt?.getTime() ?? 0, by: actor, comment, failure };
}

/**
 * A difference that a trial found, from its message. An unknown service or decision becomes empty.
 */
export function toDifference(difference: WireDifference): TrialDifference {
  const { account, service, was, wouldBe, ruleWouldBe, count, lastDecisionId } = difference;
  return {
    ...{ account, service: serviceFromWire(service) ?? '', rule: ruleWouldBe },
    ...{ was: WORDS[was] ?? '', wouldBe: WORDS[wouldBe] ?? '', count: Number(count) },
    decisionId: lastDecisionId,
  };
}

/** How far long work is. */
export function toProgress({ done, total }: Progress): ProgressOr<never> {
  return { kind: 'progress', done: Number(done), total: Number(total) };
}
