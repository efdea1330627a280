import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { compileSet } from '../compile/compile-set.js';
import type { CompiledPolicy } from '../compile/compiled.js';
import type { Policy } from '../decide/policy.js';
import { parseDocuments } from '../read/parse-documents.js';
import { type Found, PolicyTable } from '../store/policy-table.js';
import { engineLogin, UNAVAILABLE } from './engine-login.js';
import { documentsArbitrary } from './generate-documents.js';
import { loginArbitrary } from './generate-logins.js';
import { type Judgement, judgeLogin } from './judge-login.js';
import type { JudgedLogin, RawDocument } from './raw.js';

export interface Mismatch {
  readonly documents: readonly RawDocument[];
  readonly login: JudgedLogin;
  readonly engine: Judgement;
  readonly judge: Judgement;
}

export const LOGINS_A_SET = 20;

/** A set of documents, and logins to try on it. */
export const caseArbitrary = fc.tuple(
  documentsArbitrary,
  fc.array(loginArbitrary, { minLength: LOGINS_A_SET, maxLength: LOGINS_A_SET }),
);

/** The logins on which the engine and the judge differ in any field. */
export function findMismatches(
  documents: readonly RawDocument[],
  logins: readonly JudgedLogin[],
): Mismatch[] {
  const policies = readyOf(compileRaw(documents));
  return logins.flatMap((login) => {
    const engine = engineLogin(policies, login);
    const judged = judgeLogin(documents, login);
    const judge = judged.decision === 'UNAVAILABLE' ? UNAVAILABLE : judged;
    const same = isDeepStrictEqual(inOrder(engine), inOrder(judge));
    return same ? [] : [{ documents, login, engine, judge }];
  });
}

/** Trusts have no order, so they are sorted; the order of alternatives matters. */
function inOrder(judgement: Judgement): Judgement {
  return { ...judgement, carriedBy: [...judgement.carriedBy].sort() };
}

/** All in one table, as in production. */
export function readyOf(compiled: ReadonlyMap<string, CompiledPolicy>): Map<string, Policy> {
  const table = new PolicyTable();
  for (const policy of compiled.values()) table.set(table.pack(policy));
  return new Map([...compiled.keys()].map((name) => [name, (table.find(name) as Found).policy]));
}

/** @throws Error if the documents do not compile: the generator makes only documents that do */
export function compileRaw(documents: readonly RawDocument[]): Map<string, CompiledPolicy> {
  const text = documents.map((document) => JSON.stringify(document)).join('\n---\n');
  const parsed = parseDocuments(text, 'generated.yaml');
  const { compiled, problems } = compileSet(parsed.documents);
  const [problem] = [...parsed.problems, ...problems];
  if (problem !== undefined) throw new Error(`${problem.path}: ${problem.message}\n${text}`);
  return compiled;
}
