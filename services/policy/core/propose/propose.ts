import type { Service } from '../../../../libs/names/services.js';
import { compileSet } from '../../../../libs/policy/compile/compile-set.js';
import type { CompiledPolicy } from '../../../../libs/policy/compile/compiled.js';
import type { Outcome } from '../../../../libs/policy/decide/evaluate.js';
import { parseDocuments } from '../../../../libs/policy/read/parse-documents.js';
import { verifyPolicy } from '../../../../libs/policy/verify/verify-policy.js';
import { PolicyMap } from '../policy-map.js';
import type { ActivePolicy } from '../policy-set.js';
import { type RecordedLogin, replay } from '../replay.js';
import { type DraftAssertion, draftOf, type SessionPlace } from './draft.js';
import { useOf } from './evidence.js';
import { type Kept, writeDraft } from './write-draft.js';

export interface Evidence {
  readonly domain: string;
  /** Allowed logins that are known to be the person's own. */
  readonly genuine: readonly RecordedLogin[];
  /** Other allowed logins, where it is not known who made them. */
  readonly others: readonly RecordedLogin[];
  /** Where a webmail opens mail from, under the document in force. */
  readonly webmail: SessionPlace | undefined;
  readonly kept: Kept;
  /** ms since the epoch. The proofs hold as of this time. */
  readonly now: number;
}

export interface Proposal {
  /** YAML. */
  readonly text: string;
  /** Allowed logins that the proposal would refuse. None of them is known to be genuine. */
  readonly refuses: readonly RefusedLogin[];
}

/** An allowed login and what it would be decided as. */
export interface RefusedLogin {
  readonly login: RecordedLogin;
  readonly outcome: Outcome;
}

/** Each round names people who were refused. More rounds would mean a bug. */
const ROUNDS = 3;

/**
 * Proposes the tightest readable document that refuses no genuine login in the record, with the asserts it can prove.
 *
 * @throws Error if no document can allow the recorded logins
 */
export function propose(evidence: Evidence): Proposal {
  const uses = evidence.genuine.flatMap((login) => useOf(login) ?? []);
  const exempt = new Map<Service, Set<string>>();
  for (let round = 1; round <= ROUNDS; round++) {
    const draft = draftOf(uses, evidence.webmail, exempt);
    const write = (never: readonly DraftAssertion[]) =>
      writeDraft(evidence.domain, draft, never, evidence.kept);
    const active = readyOf(compile(write([])), evidence.domain);
    const refused = uses.filter(({ login }) => refusalOf(login, active) !== undefined);
    if (refused.length === 0) {
      const proved = draft.never.filter((one) => isProved(write([one]), evidence.now));
      const refuses = evidence.others.flatMap((login) => {
        const outcome = refusalOf(login, active);
        return outcome === undefined ? [] : [{ login, outcome }];
      });
      return { text: write(proved), refuses };
    }
    for (const { service, account } of refused) {
      exempt.set(service, (exempt.get(service) ?? new Set<string>()).add(account));
    }
  }
  throw new Error('what was seen cannot be let in again');
}

/** Undefined if the login would be allowed, or cannot be decided again. */
function refusalOf(login: RecordedLogin, active: ActivePolicy | undefined): Outcome | undefined {
  const result = replay(login, active);
  return result.kind === 'changed' ? result.outcome : undefined;
}

function compile(text: string): CompiledPolicy {
  const { documents, problems } = parseDocuments(text, 'proposed.yaml');
  const set = compileSet(documents);
  const [problem] = [...problems, ...set.problems];
  const [compiled] = set.compiled.values();
  if (problem !== undefined || compiled === undefined) {
    throw new Error(`the proposal cannot be read: ${problem?.message}\n${text}`);
  }
  return compiled;
}

function readyOf(compiled: CompiledPolicy, domain: string): ActivePolicy | undefined {
  const map = new PolicyMap();
  map.update([map.prepare({ name: domain, compiled }, 0)], 0);
  return map.find(domain);
}

function isProved(text: string, now: number): boolean {
  return verifyPolicy({ policy: compile(text), star: null, now }).length === 0;
}
