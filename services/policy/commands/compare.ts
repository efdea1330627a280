import { type ChangeGroup, type FormPair, mergeGroups } from '../core/change-groups.js';
import { isTemplateName, type Recompiled } from '../core/documents.js';
import type { SourceText } from '../core/read-sources.js';
import { inParallel } from './apply/in-parallel.js';
import type { PlanPorts } from './apply/plan-revision.js';
import { type Progress, planCandidate, type Refused } from './plan-candidate.js';

export interface CompareRequest {
  readonly sources: readonly SourceText[];
  /** If true, the comparison goes from the candidate to what is in force. */
  readonly backwards: boolean;
}

export type ComparePart =
  | Progress
  | Refused
  | { readonly kind: 'group'; readonly group: ChangeGroup }
  | { readonly kind: 'summary'; readonly domains: number; readonly unchanged: number };

/** How many domains one task compares. */
const PACK = 50;

/** Reports how a candidate differs from what is in force, outside the login path. Changes nothing. */
export async function* compare(
  request: CompareRequest,
  ports: PlanPorts,
): AsyncGenerator<ComparePart> {
  const recompiled = yield* planCandidate(request.sources, ports);
  if (recompiled === undefined) return;
  const domains = recompiled.filter(({ name }) => !isTemplateName(name));
  yield { kind: 'progress', phase: 'compare', done: 0, total: domains.length };
  const groups = await groupsOf(domains, request.backwards, ports);
  const isSame = ({ meaning }: ChangeGroup) =>
    meaning?.sentences.length === 0 && meaning.settings.length === 0;
  const unchanged = groups.filter(isSame).reduce((sum, group) => sum + group.domains.length, 0);
  const changed = groups.filter((group) => !isSame(group));
  changed.sort((x, y) => y.domains.length - x.domains.length);
  for (const group of changed) yield { kind: 'group', group };
  yield { kind: 'summary', domains: domains.length, unchanged };
}

async function groupsOf(
  domains: readonly Recompiled[],
  backwards: boolean,
  { documents, checker, clock }: PlanPorts,
): Promise<ChangeGroup[]> {
  const star = await documents.loadCompiled('*');
  const now = clock.now();
  const packs = Array.from({ length: Math.ceil(domains.length / PACK) }, (_, index) =>
    domains.slice(index * PACK, (index + 1) * PACK),
  );
  const made = new Map<readonly Recompiled[], readonly ChangeGroup[]>();
  await inParallel(packs, async (pack) => {
    const inForce = await documents.compiledOf(pack.map(({ name }) => name));
    const pairs = pack.map(({ name, compiled }): FormPair => {
      // A domain that gets its first document was decided by `*` until now.
      const active = inForce.get(name) ?? star;
      const [before, after] = backwards ? [compiled, active] : [active, compiled];
      return { domain: name, before, after };
    });
    made.set(pack, await checker.compare({ pairs, now }));
  });
  return mergeGroups(packs.flatMap((pack) => made.get(pack) ?? []));
}
