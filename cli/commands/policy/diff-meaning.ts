import {
  PolicyAdminServiceService as PolicyAdmin,
  type SourceFile,
} from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { readPolicyFiles } from '../../input/policy-files.js';
import { CliError, EXIT, type ExitCode, usageError } from '../../output/exit.js';
import type { Session } from '../../session/session.js';
import { compareFiles } from './compare-files.js';
import { reportOutcome } from './outcome.js';
import { formatMeaning, viewMeaning } from './view-meaning.js';

/** What is compared with the policy in force: files, or an earlier revision of a document. */
export interface MeaningWanted {
  readonly document: string;
  readonly files: readonly string[];
  /** The older revision: the document in force comes after it. */
  readonly from: bigint | undefined;
  readonly to: bigint | undefined;
}

/** `policy diff --meaning`: shows which connections are decided differently. */
export async function diffMeaning(session: Session, wanted: MeaningWanted): Promise<ExitCode> {
  const { document, files, from, to } = wanted;
  const given = [files.length > 0, from !== undefined, to !== undefined].filter(Boolean).length;
  if (given !== 1) throw usageError('with --meaning give one of --file, --from and --to');
  const revision = from ?? to;
  const sources =
    revision === undefined ? readPolicyFiles(files) : [await fileAt(session, document, revision)];
  if (document !== '' && !sources.some(({ documents }) => documents.includes(document))) {
    throw usageError(`${document} is not in ${files.join(', ')}`);
  }
  const comparison = await compareFiles(session, sources, from !== undefined);
  if (comparison.$case === 'refused') return reportOutcome(session.out, comparison, '');
  session.out.result(viewMeaning(comparison), () => formatMeaning(comparison));
  const { domains, unchanged } = comparison.summary;
  return domains === unchanged ? EXIT.ok : EXIT.finding;
}

async function fileAt({ call }: Session, document: string, revision: bigint): Promise<SourceFile> {
  if (document === '') throw usageError('give the document whose revisions to compare');
  const request = { document, revision, withTemplates: false, forDomain: '' };
  const { document: found } = await call(PolicyAdmin.get, request);
  if (found === undefined) throw new CliError('the server sent no document');
  return { name: found.file, content: found.content, documents: [document] };
}
