import { notFound } from '../../../libs/errors/index.js';
import type { SourceText } from '../core/read-sources.js';
import { type ApplyOutcome, type ApplyPorts, type ApplyRequest, apply } from './apply/apply.js';

export interface RollBackRequest
  extends Pick<
    ApplyRequest,
    'expectRevision' | 'actor' | 'onBehalfOf' | 'comment' | 'mayChangePrivileges'
  > {
  /** Undefined: every document that has changed since the revision. */
  readonly document: string | undefined;
  readonly toRevision: number;
}

/** Puts the documents of an earlier revision into force again, as a new revision and after all checks. */
export async function rollBack(request: RollBackRequest, ports: ApplyPorts): Promise<ApplyOutcome> {
  const { document, toRevision, ...rest } = request;
  const { documents } = ports;
  const base = await documents.activeRevision();
  if (toRevision > base) throw notFound(`there is no revision ${toRevision}`);
  const names = document === undefined ? await documents.changedSince(toRevision) : [document];
  const sources: SourceText[] = [];
  const withdrawn: string[] = [];
  const versionsAt = async (revision: number) => {
    const versions = await documents.versionsAt(names, revision);
    return new Map(versions.map((version) => [version.name, version]));
  };
  const [wanted, inForce] = [await versionsAt(toRevision), await versionsAt(base)];
  for (const name of names) {
    const then = wanted.get(name);
    const now = inForce.get(name);
    if (then !== undefined && !then.removed) {
      sources.push({ file: then.file, text: then.content, documents: [name] });
    } else if (now !== undefined && !now.removed) {
      withdrawn.push(name);
    } else if (document !== undefined) {
      throw notFound(`${name} has no document, and had none at revision ${toRevision}`);
    }
  }
  const expectRevision = request.expectRevision ?? base;
  return await apply(
    { ...rest, expectRevision, sources, withdrawn, dryRun: false },
    ports,
    () => {},
  );
}
