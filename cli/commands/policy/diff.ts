import { readFileSync } from 'node:fs';
import { GatepostError } from '../../../libs/errors/index.js';
import { PolicyAdminServiceService as PolicyAdmin } from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { defineCommand } from '../../define-command.js';
import { parseRevision } from '../../input/common-options.js';
import { EXIT } from '../../output/exit.js';
import { diffLines, formatDiff } from '../../output/line-diff.js';
import type { Session } from '../../session/session.js';

export const policyDiff = defineCommand<{ from?: bigint; to?: bigint; file?: string }>({
  usage: 'diff <document>',
  about: 'Show how a document differs between two revisions, or from a file.',
  details: `Without --to and --file, compares with what is in force. Exit 3 if they differ.`,
  options: [
    { flags: '--from <n>', about: 'the older revision (default: in force)', read: parseRevision },
    { flags: '--to <n>', about: 'the newer revision', read: parseRevision },
    { flags: '--file <path>', about: 'compare with this file' },
  ],
  examples: ['policy diff a.tld --from 3', 'policy diff a.tld --file a.tld.yaml'],
  async run(session, [document = ''], { from = 0n, to = 0n, file }) {
    const before = await contentOf(session, document, from);
    const after =
      file === undefined
        ? await contentOf(session, document, to)
        : { name: file, text: readFileSync(file, 'utf8') };
    const lines = diffLines(before.text, after.text);
    const changed = lines.some(({ sign }) => sign !== ' ');
    session.out.result(
      { document, changed, lines: lines.filter(({ sign }) => sign !== ' ') },
      () => (changed ? formatDiff(before.name, after.name, lines) : 'no difference'),
    );
    return changed ? EXIT.finding : EXIT.ok;
  },
});

async function contentOf({ call }: Session, document: string, revision: bigint) {
  const name = revision === 0n ? `${document} (in force)` : `${document} (revision ${revision})`;
  try {
    const { document: found } = await call(PolicyAdmin.get, {
      document,
      revision,
      withTemplates: false,
      forDomain: '',
    });
    return { name, text: found?.removed === false ? found.content.toString('utf8') : '' };
  } catch (error) {
    if (error instanceof GatepostError && error.code === 'NOT_FOUND') return { name, text: '' };
    throw error;
  }
}
