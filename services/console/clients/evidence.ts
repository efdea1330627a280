import {
  type ChangedLogin,
  PolicyAdminServiceService as Policy,
  type RehearsalSummary,
  type RehearseRequest,
} from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import type { Peer } from '../../../libs/grpc/index.js';
import { serviceFromWire } from '../../../libs/grpc/wire/service.js';
import type { ChangedSignIn, Rehearsal } from '../core/evidence.js';
import type { Evidence } from '../ports.js';
import { reads } from './ask.js';
import { each, fileOf, reasonWord, toProblem, toProgress, WORDS } from './policy-wire.js';

/** Reading the record of a large domain takes minutes. */
const LONGEST_MS = 900_000;
/** Changed sign-ins that policy lists at most. */
const LISTED = 2_000;

/** Asks policy about documents that are not in force, on the record. Each call ends with its signal. */
export function evidence({ policy }: { readonly policy: Peer }): Evidence {
  const deadline = { deadlineMs: LONGEST_MS };
  return {
    async *rehearse(who, { domain, content, since, signal }) {
      const options = { since: new Date(since), domain, listAtMost: LISTED };
      const requests: RehearseRequest[] = [
        { part: { $case: 'options', value: options } },
        { part: { $case: 'file', value: fileOf(domain, content) } },
      ];
      const listed: ChangedSignIn[] = [];
      const call = { ...reads(who, deadline), signal };
      for await (const { part } of policy.bidi(Policy.rehearse, each(requests), call)) {
        if (part?.$case === 'progress') yield toProgress(part.value);
        if (part?.$case === 'changed') listed.push(toChanged(part.value));
        if (part?.$case === 'refused') {
          yield { kind: 'refused', problems: part.value.problems.map(toProblem) };
        }
        if (part?.$case === 'summary') {
          yield { kind: 'result', result: toRehearsal(part.value, listed) };
        }
      }
    },
    async *propose(who, { domain, since, signal }) {
      const call = { ...reads(who, deadline), signal };
      const request = { domain, since: new Date(since) };
      for await (const { part } of policy.serverStream(Policy.propose, request, call)) {
        if (part?.$case === 'progress') yield toProgress(part.value);
        if (part?.$case !== 'proposed') continue;
        const { content, genuine, refuses } = part.value;
        const text = Buffer.from(content).toString('utf8');
        const result = { content: text, genuine: Number(genuine), refuses: refuses.map(toChanged) };
        yield { kind: 'result', result };
      }
    },
  };
}

function toChanged(login: ChangedLogin): ChangedSignIn {
  const { decisionId, time, account, clientIp, was, wouldBe, ruleWouldBe } = login;
  return {
    ...{ id: decisionId, at: time?.getTime() ?? 0, account, address: clientIp, rule: ruleWouldBe },
    ...{ was: WORDS[was] ?? '', wouldBe: WORDS[wouldBe] ?? '' },
    service: serviceFromWire(login.service) ?? '',
    reason: reasonWord(login.reasonWouldBe),
  };
}

function toRehearsal(
  { replayed, changed, notReplayable, counts, accounts }: RehearsalSummary,
  listed: readonly ChangedSignIn[],
): Rehearsal {
  return {
    ...{ replayed: Number(replayed), changed: Number(changed), listed },
    notReplayable: Number(notReplayable),
    counts: counts.map(({ was, wouldBe, service, rule, count }) => ({
      ...{ was: WORDS[was] ?? '', wouldBe: WORDS[wouldBe] ?? '', rule, count: Number(count) },
      service: serviceFromWire(service) ?? '',
    })),
    accounts: accounts.map(({ account, count }) => ({ account, count: Number(count) })),
  };
}
