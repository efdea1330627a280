import { failedPrecondition, notFound } from '../../../libs/errors/index.js';
import { serviceBit } from '../../../libs/names/services.js';
import type { CompiledPolicy } from '../../../libs/policy/compile/compiled.js';
import type { Outcome } from '../../../libs/policy/decide/evaluate.js';
import type { Missing } from '../../../libs/policy/decide/facts.js';
import type { Policy } from '../../../libs/policy/decide/policy.js';
import { parseDocuments } from '../../../libs/policy/read/parse-documents.js';
import { loadCompiled } from '../../../libs/policy/store/policy-table.js';
import { templateName } from '../core/documents.js';
import type { PolicySet } from '../core/policy-set.js';
import { recompile } from '../core/recompile.js';
import { type RecordedLogin, replay, replayed } from '../core/replay.js';
import { type TraceStep, traceOf } from '../core/trace.js';
import type { Documents } from '../ports/documents.js';
import type { History } from '../ports/history.js';
import { explainRules } from './explain.js';

export interface ExplainedDecision {
  readonly login: RecordedLogin;
  readonly steps: readonly TraceStep[];
  /** The missing factors under the rule that decided. */
  readonly missing: readonly (readonly Missing[])[];
  readonly now: DecidedNow;
}

/** What the documents in force now decide for a recorded login, as of the login's own time. */
export interface DecidedNow {
  /** Undefined if they need a fact that was not asked then, or if a session's sign-in is not in the record. */
  readonly outcome: Pick<Outcome, 'decision' | 'reason' | 'rule'> | undefined;
  readonly steps: readonly TraceStep[];
  /** The document that decides. Undefined if none does. */
  readonly document: string | undefined;
  readonly revision: number;
}

export interface ExplainDecisionPorts {
  readonly history: History;
  readonly documents: Documents;
  readonly policies: { current(): PolicySet };
}

/**
 * Explains a recorded decision of an account through the document that was in force then, and says what the document in
 * force now would decide.
 *
 * @throws GatepostError NOT_FOUND if the record holds no such decision of the account; FAILED_PRECONDITION if this
 * version of the program can no longer read the document
 */
export async function explainDecision(
  asked: { readonly account: string; readonly decisionId: string },
  { history, documents, policies }: ExplainDecisionPorts,
): Promise<ExplainedDecision> {
  const login = await history.find(asked);
  if (login === undefined) throw notFound(`no decision ${asked.decisionId} of ${asked.account}`);
  const trace = traceOf(true);
  const { document, revision } = login.policy ?? { document: '', revision: 0 };
  const at = `the document of ${document}, as of revision ${revision}`;
  const detail = login.policy ? `decided by ${at}` : 'the domain had no document';
  trace.add(() => ({ step: 'document', rule: '', detail, held: login.policy !== undefined }));
  trace.add(() => ({ step: 'trust', rule: '', detail: trustOf(login), held: holdsTrust(login) }));
  const policy = login.policy && (await policyThen(document, revision, documents));
  if (policy !== undefined) explainRules(trace, policy, connectionOf(login));
  for (const step of factorSteps(login)) trace.add(() => step);
  const evaluation = replayed(login, policy);
  const again = evaluation.kind === 'decided' ? evaluation.outcome : undefined;
  const signIn = login.signIn && { account: asked.account, decisionId: login.signIn };
  const now = decideNow(login, policies.current(), signIn && (await history.find(signIn)));
  return { login, steps: trace.steps, missing: again?.missing ?? [], now };
}

function decideNow(
  login: RecordedLogin,
  set: PolicySet,
  signIn: RecordedLogin | '' | undefined,
): DecidedNow {
  const active = set.find(login.account.domain);
  const trace = traceOf(true);
  if (active !== undefined) explainRules(trace, active.policy, connectionOf(login));
  const result = replay(login, active, signIn || undefined);
  const evaluation = replayed(login, active?.policy);
  const same = evaluation.kind === 'decided' ? evaluation.outcome : undefined;
  return {
    outcome:
      result.kind === 'not-replayable' ? undefined : result.kind === 'same' ? same : result.outcome,
    steps: trace.steps,
    document: active?.name,
    revision: set.revision,
  };
}

function connectionOf({ account, service, address, trustedIp, trustedDevice }: RecordedLogin) {
  return {
    ...{ account: account.name, service: serviceBit(service), address },
    ...{ trustedIp, trustedDevice },
  };
}

function trustOf({ trustedIp, trustedDevice }: RecordedLogin): string {
  const word = (held: boolean | undefined) =>
    held === undefined ? 'not asked about' : held ? 'trusted' : 'not trusted';
  return `address ${word(trustedIp)}, device ${word(trustedDevice)}`;
}

function holdsTrust({ trustedIp, trustedDevice }: RecordedLogin): boolean {
  return trustedIp === true || trustedDevice === true;
}

function factorSteps({ presented, first, second, passkey }: RecordedLogin): TraceStep[] {
  const said = (result: string | undefined) => result ?? 'not compared';
  const steps: TraceStep[] = [];
  if (presented.first !== 'none') {
    const detail = `${presented.first}: ${said(first)}`;
    steps.push({ step: 'first-factor', rule: '', detail, held: first === 'right' });
  }
  if (presented.second) {
    const detail = `code: ${said(second)}`;
    steps.push({ step: 'second-factor', rule: '', detail, held: second === 'right' });
  }
  if (presented.passkey) {
    const detail = `passkey: ${said(passkey)}`;
    steps.push({ step: 'second-factor', rule: '', detail, held: passkey === 'right' });
  }
  return steps;
}

/** A document with its templates as of a revision. */
async function policyThen(name: string, revision: number, documents: Documents): Promise<Policy> {
  const version = await documents.versionAt(name, revision);
  if (version === undefined || version.removed) {
    throw failedPrecondition(`${name} had no document at revision ${revision}`);
  }
  const templates = templatesOf(name, version);
  const context = await documents.versionsAt(templates, revision);
  const parsed = context.flatMap(({ file, content }) => parseDocuments(content, file).documents);
  const { compiled, problems } = recompile(
    version,
    parsed.map((template) => JSON.stringify(template)),
  );
  const [problem] = problems;
  if (problem !== undefined) {
    throw failedPrecondition(`this version cannot read the document of that time: ${problem}`);
  }
  return loadCompiled(JSON.parse(compiled) as CompiledPolicy);
}

function templatesOf(name: string, { file, content }: { file: string; content: string }): string[] {
  const { documents } = parseDocuments(content, file);
  const document = documents.find((one) => one.kind === 'domain' && one.name === name);
  return (document?.extends ?? []).map((template) => templateName(template.name));
}
