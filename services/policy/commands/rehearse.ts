import type { Service } from '../../../libs/names/services.js';
import type { Outcome } from '../../../libs/policy/decide/evaluate.js';
import type { Decision } from '../../../libs/policy/decide/reason.js';
import { PolicyMap } from '../core/policy-map.js';
import type { PolicySet } from '../core/policy-set.js';
import type { SourceText } from '../core/read-sources.js';
import { type RecordedLogin, replay } from '../core/replay.js';
import type { SetProblem } from '../core/set-problem.js';
import type { History } from '../ports.js';
import { readAll } from './apply/apply.js';
import { type PlanPorts, planRevision } from './apply/plan-revision.js';

export interface RehearsePorts extends PlanPorts {
  readonly policies: { current(): PolicySet };
  readonly history: History;
}

export interface RehearseRequest {
  readonly sources: readonly SourceText[];
  /** ms since the epoch */
  readonly since: number;
  /** Undefined: every domain that the candidate decides. */
  readonly domain: string | undefined;
  readonly listAtMost: number;
}

export interface ChangeCount {
  readonly was: Decision;
  readonly wouldBe: Decision;
  readonly service: Service;
  readonly rule: string;
  count: number;
}

export interface Summary {
  readonly replayed: number;
  readonly changed: number;
  readonly notReplayable: number;
  readonly counts: readonly ChangeCount[];
  readonly accounts: readonly { readonly account: string; readonly count: number }[];
}

export type RehearsalPart =
  | {
      readonly kind: 'progress';
      readonly phase: string;
      readonly done: number;
      readonly total: number;
    }
  | { readonly kind: 'changed'; readonly login: RecordedLogin; readonly outcome: Outcome }
  | { readonly kind: 'summary'; readonly summary: Summary }
  | { readonly kind: 'refused'; readonly problems: readonly SetProblem[] };

const MOST_AFFECTED = 20;

/** Replays recorded logins through a candidate laid over what is in force. Changes nothing. */
export async function* rehearse(
  request: RehearseRequest,
  ports: RehearsePorts,
): AsyncGenerator<RehearsalPart> {
  yield { kind: 'progress', phase: 'read', done: 0, total: 0 };
  const { documents, problems } = await readAll(request.sources, ports.checker, () => {});
  yield { kind: 'progress', phase: 'compile', done: 0, total: documents.length };
  const plan =
    problems.length === 0 ? await planRevision(documents, [], ports, () => {}) : { problems };
  if (!('recompiled' in plan) || plan.problems.length > 0) {
    yield { kind: 'refused', problems: plan.problems };
    return;
  }
  const inForce = ports.policies.current();
  const candidate = new PolicyMap();
  candidate.update(
    plan.recompiled.flatMap(({ name, compiled }) =>
      compiled === null ? [] : candidate.prepare({ name, compiled: JSON.parse(compiled) }, 0),
    ),
    inForce.revision,
  );
  const tally = new Tally();
  const { since, domain } = request;
  const total = await ports.history.count({ since, domain });
  let done = 0;
  yield { kind: 'progress', phase: 'replay', done, total };
  for await (const page of ports.history.logins({ since, domain })) {
    for (const login of page) {
      done += 1;
      const decides = decidedBy(candidate, inForce, login.account.domain);
      if (decides === 'not-touched') continue;
      const result = replay(login, decides);
      if (tally.add(login, result) && tally.changed <= request.listAtMost) {
        if (result.kind === 'changed') yield { kind: 'changed', login, outcome: result.outcome };
      }
    }
    // Logins go on meanwhile.
    yield { kind: 'progress', phase: 'replay', done, total: total && Math.max(done, total) };
  }
  yield { kind: 'summary', summary: tally.summary() };
}

/** The candidate's document for a domain, where the candidate has a say in it. */
function decidedBy(candidate: PolicyMap, inForce: PolicySet, domain: string) {
  const now = inForce.find(domain);
  const then = candidate.find(domain);
  if (then === undefined) return 'not-touched';
  // A candidate for "*" decides only where no document of the domain's own is in force.
  if (then.name === '*' && now !== undefined && now.name !== '*') return 'not-touched';
  return then;
}

class Tally {
  replayed = 0;
  changed = 0;
  #notReplayable = 0;
  readonly #counts = new Map<string, ChangeCount>();
  readonly #accounts = new Map<string, number>();

  /** Whether the login changes. */
  add(login: RecordedLogin, result: ReturnType<typeof replay>): boolean {
    if (result.kind === 'not-replayable') {
      this.#notReplayable++;
      return false;
    }
    this.replayed++;
    if (result.kind === 'same') return false;
    this.changed++;
    const was = login.decision;
    const { decision: wouldBe } = result.outcome;
    const rule = result.outcome.rule?.name ?? '';
    const key = JSON.stringify([was, wouldBe, login.service, rule]);
    const count = this.#counts.get(key) ?? { was, wouldBe, service: login.service, rule, count: 0 };
    count.count++;
    this.#counts.set(key, count);
    const { name } = login.account;
    this.#accounts.set(name, (this.#accounts.get(name) ?? 0) + 1);
    return true;
  }

  summary(): Summary {
    const accounts = [...this.#accounts].map(([account, count]) => ({ account, count }));
    return {
      replayed: this.replayed,
      changed: this.changed,
      notReplayable: this.#notReplayable,
      counts: [...this.#counts.values()].sort((x, y) => y.count - x.count),
      accounts: accounts.sort((x, y) => y.count - x.count).slice(0, MOST_AFFECTED),
    };
  }
}
