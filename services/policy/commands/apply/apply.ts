import { failedPrecondition, permissionDenied } from '../../../../libs/errors/index.js';
import { compareSources } from '../../../../libs/policy/language/problem.js';
import type { Warning } from '../../../../libs/policy/warn/warning.js';
import type { ReadSources, SourceText } from '../../core/read-sources.js';
import { limitProblems, type SetProblem } from '../../core/set-problem.js';
import type { Checker } from '../../ports/checker.js';
import type { Distribution, Replica } from '../../ports/documents.js';
import type { Saml } from '../../ports/factors.js';
import { findPrivilegeChange } from './find-privilege-change.js';
import { inParallel, packsOf } from './in-parallel.js';
import { type PlanPorts, planRevision } from './plan-revision.js';
import type { ReportProgress } from './progress.js';
import { warnOfProviders } from './warn-of-providers.js';

export interface ApplyPorts extends PlanPorts {
  readonly distribution: Distribution;
  readonly saml: Pick<Saml, 'availableAmong'>;
}

export interface ApplyRequest {
  readonly sources: readonly SourceText[];
  /** Names of documents to withdraw. */
  readonly withdrawn: readonly string[];
  readonly expectRevision: number | undefined;
  readonly dryRun: boolean;
  /** If false, nothing that says who may do what, such as `administrators`, may change. */
  readonly mayChangePrivileges: boolean;
  /** SPIFFE URI of the caller's certificate. */
  readonly actor: string;
  readonly onBehalfOf: string;
  readonly comment: string;
}

export interface NamedChange {
  readonly document: string;
  readonly change: 'created' | 'changed' | 'unchanged' | 'removed';
}

export type ApplyOutcome =
  | {
      readonly kind: 'applied';
      readonly revision: number;
      readonly changes: readonly NamedChange[];
      readonly warnings: readonly Warning[];
      readonly replicas: readonly Replica[];
    }
  | { readonly kind: 'refused'; readonly problems: readonly SetProblem[] };

/** How many times a change is checked again after another change came first. */
const ATTEMPTS = 10;

/**
 * Puts a set of documents into force, all or nothing. The set is checked outside the login path against the revision in
 * force at the start. If another change comes first, it is checked again against that one.
 *
 * @throws GatepostError PERMISSION_DENIED if it changes something it may not; FAILED_PRECONDITION if `expectRevision`
 * is not the active revision; ABORTED if other changes take too long to store
 */
export async function apply(
  request: ApplyRequest,
  ports: ApplyPorts,
  report: ReportProgress,
): Promise<ApplyOutcome> {
  const read = await readAll(request.sources, ports.checker, report);
  if (read.problems.length > 0) return refuseUnread(read, request.withdrawn, ports, report);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const base = await ports.documents.activeRevision();
    if (request.expectRevision !== undefined && request.expectRevision !== base) {
      throw failedPrecondition(`revision ${base} is active, not ${request.expectRevision}`);
    }
    const plan = await planRevision(read.documents, request.withdrawn, ports, report);
    if (plan.problems.length > 0) return { kind: 'refused', problems: plan.problems };
    const applied = {
      kind: 'applied',
      changes: [
        ...plan.changes.map(({ name, change }) => ({ document: name, change })),
        ...plan.unchanged.map((document) => ({ document, change: 'unchanged' as const })),
      ],
    } as const;
    const warnings = async () => [
      ...plan.warnings,
      ...(await warnOfProviders(plan.providerRules, ports.saml)),
    ];
    if (request.dryRun) {
      return { ...applied, revision: base, warnings: await warnings(), replicas: [] };
    }
    if (plan.changes.length === 0) {
      // Whoever was told that a replica is late finds out by applying the same again.
      const replicas = await ports.distribution.activate(base);
      return { ...applied, revision: base, warnings: await warnings(), replicas };
    }
    const privilegeChange = request.mayChangePrivileges
      ? undefined
      : await findPrivilegeChange(plan, ports.documents);
    if (privilegeChange !== undefined) {
      throw permissionDenied(`${privilegeChange}: this ticket cannot change who administers`);
    }
    const { changes, recompiled } = plan;
    const { actor, onBehalfOf, comment } = request;
    const revision = await ports.documents.commit(
      { base, changes, recompiled, actor, onBehalfOf, comment },
      {
        stored: (done, total) => report('store', done, total),
        waiting: () => report('wait', 0, 0),
      },
    );
    if (revision === undefined) continue;
    report('activate', 0, 0);
    const replicas = await ports.distribution.activate(revision);
    return { ...applied, revision, warnings: await warnings(), replicas };
  }
  throw failedPrecondition('other changes of the policy set came in between: try again');
}

/** Reads files, in the order in which they were sent. */
export async function readAll(
  sources: readonly SourceText[],
  checker: Checker,
  report: ReportProgress,
): Promise<ReadSources> {
  const packs = [...packsOf(sources, { size: ({ text }) => text.length, key: ({ file }) => file })];
  const read = new Map<SourceText[], ReadSources>();
  let done = 0;
  await inParallel(packs, async (pack) => {
    read.set(pack, await checker.readSources(pack));
    done += pack.length;
    report('read', done, sources.length);
  });
  const inOrder = packs.flatMap((pack) => read.get(pack) ?? []);
  return {
    documents: inOrder.flatMap(({ documents }) => documents),
    problems: limitProblems(inOrder.flatMap(({ problems }) => problems)),
    asSent: inOrder.every(({ asSent }) => asSent),
  };
}

/**
 * Refuses a set that holds unreadable documents. Everything else that is wrong is reported as well, so that the author
 * fixes it all at once. If a file holds other documents than it was sent as, nothing more is reported, because the
 * caller's rights were not checked for them.
 */
async function refuseUnread(
  read: ReadSources,
  withdrawn: readonly string[],
  ports: ApplyPorts,
  report: ReportProgress,
): Promise<ApplyOutcome> {
  const { problems, documents } = read;
  if (!read.asSent) return { kind: 'refused', problems };
  const plan = await planRevision(documents, withdrawn, ports, report);
  const all = limitProblems([...problems, ...plan.problems].sort(compareSources));
  return { kind: 'refused', problems: all };
}
