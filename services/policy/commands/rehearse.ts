import type { Service } from '../../../libs/names/services.js';
import type { Outcome } from '../../../libs/policy/decide/evaluate.js';
import type { Decision } from '../../../libs/policy/decide/reason.js';
import type { PolicySet } from '../core/policy-set.js';
import type { SourceText } from '../core/read-sources.js';
import type { RecordedLogin } from '../core/replay.js';
import type { Replayed } from '../core/replay-page.js';
import type { History, LoginsWanted } from '../ports/history.js';
import type { PlanPorts } from './apply/plan-revision.js';
import { type Progress, planCandidate, type Refused } from './plan-candidate.js';
import { readSignIns } from './read-sign-ins.js';

export interface RehearsePorts extends PlanPorts {
  readonly policies: { current(): PolicySet };
  readonly history: History;
}

export interface RehearseRequest {
  readonly sources: readonly SourceText[];
  /** ms since the epoch */
  readonly since: number;
  /** Undefined: every domain that the candidate decides for. */
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
  | Progress
  | Refused
  | { readonly kind: 'changed'; readonly login: RecordedLogin; readonly outcome: Outcome }
  | { readonly kind: 'summary'; readonly summary: Summary };

const MOST_AFFECTED = 20;

/**
 * Replays recorded logins through a candidate laid over the documents in force, outside the login path. Changes
 * nothing.
 */
export async function* rehearse(
  request: RehearseRequest,
  ports: RehearsePorts,
): AsyncGenerator<RehearsalPart> {
  const recompiled = yield* planCandidate(request.sources, ports);
  if (recompiled === undefined) return;
  const inForce = ports.policies.current();
  const candidate = new Map(
    recompiled.flatMap(({ name, compiled }) => (compiled === null ? [] : [[name, compiled]])),
  );
  const tally = new Tally();
  const signInsOf = readSignIns(ports.history);
  const wanted = loginsOf(request, candidate);
  let total = 0;
  for (const logins of wanted) total += await ports.history.count(logins);
  let done = 0;
  yield { kind: 'progress', phase: 'replay', done, total };
  for await (const events of allOf(wanted, ports.history)) {
    const logins = await ports.checker.outline(events);
    done += logins.filter((one) => one !== null).length;
    const decidedBy = logins.map((one) => one && decides(candidate, inForce, one.domain));
    const forms = [...new Set(decidedBy)].flatMap((name) => {
      const compiled = name === null ? undefined : candidate.get(name);
      return name === null || compiled === undefined ? [] : [{ name, compiled }];
    });
    const signIns = await signInsOf(logins.filter((_, index) => decidedBy[index] !== null));
    const replayed =
      forms.length === 0 ? [] : await ports.checker.replay({ events, decidedBy, forms, signIns });
    for (const result of replayed) {
      tally.add(result);
      if (result.kind === 'changed' && tally.changed <= request.listAtMost) yield result;
    }
    // More logins may be recorded meanwhile, so `done` can exceed `total`.
    yield { kind: 'progress', phase: 'replay', done, total: total && Math.max(done, total) };
  }
  yield { kind: 'summary', summary: tally.summary() };
}

/** Of more domains than this, the record is read once for all. */
const MOST_APART = 1_000;

/** The logins that the candidate may decide. Those of other domains are not read, because the caller may not see them. */
function loginsOf(
  { since, domain }: RehearseRequest,
  candidate: ReadonlyMap<string, string>,
): readonly LoginsWanted[] {
  if (domain !== undefined) return [{ since, domain }];
  if (candidate.has('*') || candidate.size > MOST_APART) return [{ since, domain: undefined }];
  return [...candidate.keys()].map((each) => ({ since, domain: each }));
}

async function* allOf(
  wanted: readonly LoginsWanted[],
  history: Pick<History, 'logins'>,
): AsyncGenerator<readonly Uint8Array[]> {
  for (const logins of wanted) yield* history.logins(logins);
}

/** The name of the candidate's document that decides for a domain. Null if the candidate does not decide for it. */
function decides(
  candidate: ReadonlyMap<string, string>,
  inForce: PolicySet,
  domain: string,
): string | null {
  if (candidate.has(domain)) return domain;
  if (!candidate.has('*')) return null;
  // A candidate for `*` decides only for domains without a document of their own in force.
  const now = inForce.find(domain);
  return now !== undefined && now.name !== '*' ? null : '*';
}

class Tally {
  replayed = 0;
  changed = 0;
  #notReplayable = 0;
  readonly #counts = new Map<string, ChangeCount>();
  readonly #accounts = new Map<string, number>();

  add(result: Replayed): void {
    if (result.kind === 'not-replayable') {
      this.#notReplayable++;
      return;
    }
    this.replayed++;
    if (result.kind === 'same') return;
    this.changed++;
    const { login } = result;
    const was = login.decision;
    const { decision: wouldBe } = result.outcome;
    const rule = result.outcome.rule?.name ?? '';
    const key = JSON.stringify([was, wouldBe, login.service, rule]);
    const count = this.#counts.get(key) ?? { was, wouldBe, service: login.service, rule, count: 0 };
    count.count++;
    this.#counts.set(key, count);
    const { name } = login.account;
    this.#accounts.set(name, (this.#accounts.get(name) ?? 0) + 1);
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
