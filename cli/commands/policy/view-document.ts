import type { Document } from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { formatTable } from '../../output/table.js';
import { formatTime } from '../../output/times.js';

/** A document without its content. */
export function viewDocument(document: Document) {
  const { name, file, revision, appliedAt, actor, comment, removed } = document;
  return { name, file, revision, appliedAt, actor, comment, removed };
}

/** The table of documents. */
export function formatDocuments(documents: readonly Document[]): string {
  const rows = documents.map(({ name, revision, appliedAt, actor, file, comment, removed }) => [
    name,
    `${revision}`,
    formatTime(appliedAt),
    actor,
    removed ? '(withdrawn)' : file,
    comment,
  ]);
  return formatTable(['document', 'revision', 'applied', 'by', 'file', 'comment'], rows);
}
