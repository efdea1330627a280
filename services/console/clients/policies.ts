import { GatepostError } from '../../../libs/errors/index.js';
import { Service } from '../../../libs/gen/gatepost/common/v1/common.js';
import {
  type ApplyRequest,
  type ApplyResponse,
  type CompareRequest,
  PolicyAdminServiceService as Policy,
  type StartTrialRequest,
} from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import type { Peer } from '../../../libs/grpc/index.js';
import type { Administrator } from '../core/administrator.js';
import { findChanges, fits, readChangesAsked } from '../core/changes.js';
import type { Outcome, TrialDifference } from '../core/document.js';
import type { Policies } from '../ports.js';
import { because, changes, type Deadline, reads } from './ask.js';
import {
  each,
  fileOf,
  inWords,
  toDifference,
  toDocument,
  toProblem,
  toProgress,
  toSaid,
  toTrial,
} from './policy-wire.js';

const HISTORY = 20;
/** Differences that policy lists at most. */
const MOST_DIFFERENCES = 20_000;
/** Differences in one part of a file. */
const A_PART = 500;
/** Deadline for proving, comparing or applying a document: a long document takes time. */
const LONG_MS = 60_000;
/** Deadline for counting a trial: it reads all sign-ins of a domain since the trial began. */
const LONGEST_MS = 900_000;
/** How often to retry if others change the policy set between read and apply. */
const TRIES = 3;

interface Parts extends Deadline {
  readonly policy: Peer;
}

/** A document for policy to apply, or only to prove. */
interface Put {
  readonly domain: string;
  readonly content: string;
  readonly comment: string;
  readonly dryRun: boolean;
  /** The revision of the set that must be in force. */
  readonly expect?: bigint;
  /** Only where nothing is applied: whether a change was made must be known. */
  readonly signal?: AbortSignal;
}

/** Reads and changes a domain's document at policy. */
export function policies(parts: Parts): Policies {
  const { policy } = parts;
  const long = { deadlineMs: Math.max(parts.deadlineMs, LONG_MS) };

  async function read(who: Administrator, domain: string, revision = 0n) {
    const request = { document: domain, revision, withTemplates: false, forDomain: '' };
    try {
      return (await policy.unary(Policy.get, request, reads(who, parts))).document;
    } catch (error) {
      if (error instanceof GatepostError && error.code === 'NOT_FOUND') return undefined;
      throw error;
    }
  }

  async function put(who: Administrator, of: Put): Promise<Outcome> {
    const { domain, content, comment, dryRun, expect, signal } = of;
    const options = { expectRevision: expect, dryRun, actor: because(comment) };
    const requests: ApplyRequest[] = [
      { part: { $case: 'options', value: options } },
      { part: { $case: 'file', value: fileOf(domain, content) } },
    ];
    const call = { ...changes(who, long), ...(signal && { signal }) };
    const answers = policy.bidi(Policy.apply, each(requests), call);
    return outcomeOf(answers);
  }

  return {
    async get(who, { domain, revision }) {
      const found = await read(who, domain, revision);
      return found && toDocument(found);
    },
    async history(who, { domain, after }) {
      const request = { document: domain, page: { size: HISTORY, token: after } };
      const answer = await policy.unary(Policy.history, request, reads(who, parts));
      return { items: answer.versions.map(toDocument), next: answer.nextToken };
    },
    async list(who, { prefix, template = '', after, size }) {
      const request = { prefix, template, page: { size, token: after }, forDomain: '' };
      const { documents, nextToken } = await policy.unary(Policy.list, request, reads(who, parts));
      const items = documents.map(({ name, revision, appliedAt, actor, comment }) => ({
        ...{ name, revision, by: actor, comment, appliedAt: appliedAt?.getTime() ?? 0 },
      }));
      return { items, next: nextToken };
    },
    async trials(who, { prefix, after }) {
      const request = { prefix, page: { size: HISTORY, token: after } };
      const answer = await policy.unary(Policy.listTrials, request, reads(who, parts));
      const items = answer.trials.map((trial) => {
        const { document, forgotten, domains } = trial;
        return { ...toTrial(trial), document, forgotten, domains };
      });
      return { items, next: answer.nextToken };
    },
    check: (who, of) => put(who, { ...of, comment: '', dryRun: true }),
    async compare(who, { domain, content, signal }) {
      const requests: CompareRequest[] = [
        { part: { $case: 'options', value: { backwards: false } } },
        { part: { $case: 'file', value: fileOf(domain, content) } },
      ];
      const options = { ...reads(who, long), signal };
      for await (const { part } of policy.bidi(Policy.compare, each(requests), options)) {
        if (part?.$case === 'refused') return undefined;
        if (part?.$case === 'summary') return { sentences: [], settings: [], undecided: false };
        if (part?.$case !== 'group') continue;
        const { sentences, settings, undecided } = part.value;
        return {
          sentences: sentences.map(({ text, example }) => ({ text, example: inWords(example) })),
          settings: settings.map(({ setting, before, after }) => ({ setting, before, after })),
          undecided,
        };
      }
      return undefined;
    },
    async apply(who, { domain, content, base, comment }) {
      // The set's revision also changes when other domains' documents change. That is no reason to refuse.
      for (let tries = 0; tries < TRIES; tries += 1) {
        // The revision is read before the document, so that policy refuses if anything changes in between.
        const page = { size: 1, token: '' };
        const asked = { prefix: domain, page, forDomain: domain, template: '' };
        const set = await policy.unary(Policy.list, asked, reads(who, parts));
        const found = await read(who, domain);
        if ((found?.revision ?? 0n) !== base) return { kind: 'changed-meanwhile' };
        try {
          const expect = set.activeRevision;
          return await put(who, { domain, content, comment, dryRun: false, expect });
        } catch (error) {
          if (!(error instanceof GatepostError)) throw error;
          if (error.code !== 'FAILED_PRECONDITION' && error.code !== 'ABORTED') throw error;
        }
      }
      return { kind: 'changed-meanwhile' };
    },
    async explain(who, { account, id }) {
      const request = {
        ...{
          account,
          service: Service.UNSPECIFIED,
          clientIp: '',
          interactive: undefined,
          presented: [],
        },
        ...{ trusted: [], otpEnrolled: undefined, decisionId: id, withWays: false },
      };
      const { now, ...then } = await policy.unary(Policy.explain, request, reads(who, parts));
      return { asItWas: toSaid(then), now: now && toSaid(now) };
    },
    async *trial(who, { domain, asked, signal }) {
      // policy reads 0 as its own default.
      const request = { document: domain, listAtMost: asked === undefined ? 1 : MOST_DIFFERENCES };
      const differences = findChanges<TrialDifference>(asked ?? readChangesAsked({}));
      try {
        const call = { ...reads(who, { deadlineMs: LONGEST_MS }), signal };
        for await (const { part } of policy.serverStream(Policy.showTrial, request, call)) {
          if (part?.$case === 'progress') yield toProgress(part.value);
          if (part?.$case === 'difference') differences.add(toDifference(part.value));
          if (part?.$case !== 'summary') continue;
          const { trial, logins, allowed, refusedGenuine, unknown, ready } = part.value;
          const result = {
            ...{ trial: toTrial(trial), ready, differences: differences.result() },
            ...{ logins: Number(logins), allowed: Number(allowed), unknown: Number(unknown) },
            refusedGenuine: Number(refusedGenuine),
            notListed: Number(part.value.notKept),
          };
          yield { kind: 'result', result };
        }
      } catch (error) {
        if (error instanceof GatepostError && error.code === 'NOT_FOUND') return;
        throw error;
      }
    },
    async *differences(who, { domain, filter }) {
      const request = { document: domain, listAtMost: MOST_DIFFERENCES };
      let items: TrialDifference[] = [];
      for await (const { part } of policy.serverStream(
        Policy.showTrial,
        request,
        reads(who, { deadlineMs: LONGEST_MS }),
      )) {
        if (part?.$case !== 'difference') continue;
        const difference = toDifference(part.value);
        if (fits(filter, difference)) items.push(difference);
        if (items.length < A_PART) continue;
        yield items;
        items = [];
      }
      yield items;
    },
    async startTrial(who, { domain, content, comment }) {
      const requests: StartTrialRequest[] = [
        { part: { $case: 'options', value: { remindAfterDays: 0, actor: because(comment) } } },
        { part: { $case: 'file', value: fileOf(domain, content) } },
      ];
      const options = changes(who, long);
      for await (const { part } of policy.bidi(Policy.startTrial, each(requests), options)) {
        if (part?.$case === 'refused') return part.value.problems.map(toProblem);
      }
      return [];
    },
    async endTrial(who, { domain, comment }) {
      const request = { document: domain, actor: because(comment) };
      await policy.unary(Policy.endTrial, request, changes(who, parts));
    },
  };
}

async function outcomeOf(answers: AsyncIterable<ApplyResponse>): Promise<Outcome> {
  for await (const { part } of answers) {
    if (part?.$case === 'refused') {
      return { kind: 'refused', problems: part.value.problems.map(toProblem) };
    }
    if (part?.$case === 'applied') {
      const { warnings, revision } = part.value;
      return { kind: 'good', warnings: warnings.map(toProblem), revision };
    }
  }
  throw new GatepostError('UNAVAILABLE', 'policy ended without an outcome');
}
