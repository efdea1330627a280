import { GatepostError } from '../../../libs/errors/index.js';
import { PolicyAdminServiceService as PolicyAdmin } from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { defineCommand } from '../../define-command.js';
import { parseRevision } from '../../input/common-options.js';
import { readInput } from '../../input/read-input.js';
import { EXIT, usageError } from '../../output/exit.js';
import { diffLines, formatDiff } from '../../output/line-diff.js';
import type { Session } from '../../session/session.js';
import { diffMeaning } from './diff-meaning.js';
import { documentNamed, requireRevision } from './document-argument.js';

interface Options {
  readonly from?: bigint;
  readonly to?: bigint;
  readonly file?: readonly string[];
  readonly template?: string;
  readonly meaning?: boolean;
}

export const policyDiff = defineCommand<Options>({
  usage: 'diff [document]',
  about:
    'Show how a document differs between two revisions, or from a file, in lines or in meaning.',
  details: `Without --to and --file, compares with the document in force. Exit 3 if they differ. With --meaning, lists
exactly the connections (accounts, services, addresses, trust, what is presented) that are decided differently, in
sentences with an example each. Nothing is changed. One side is the set in force. The other side is the same set with
the given files, or with an earlier revision of the document. For a template, it covers every domain that extends it,
and groups the domains that change alike. Exit 0 means that both decide the same.`,
  options: [
    { flags: '--from <n>', about: 'the older revision (default: in force)', read: parseRevision },
    { flags: '--to <n>', about: 'the newer revision', read: parseRevision },
    {
      flags: '--file <path>',
      about: 'compare with this file; with --meaning, also a directory, or several',
      many: true,
    },
    { flags: '--template <name>', about: 'the document is this template' },
    { flags: '--meaning', about: 'say which connections are decided differently' },
  ],
  examples: [
    'policy diff a.tld --from 3',
    'policy diff a.tld --file a.tld.yaml',
    'policy diff a.tld --file a.tld.yaml --meaning',
    'policy diff --template standard-isp --file templates.yaml --meaning',
    'policy diff a.tld --from 3 --meaning',
  ],
  async run(session, [argument = ''], { from, to, file: files = [], template, meaning }) {
    const given = documentNamed(argument, 'give the file with --file');
    if (template !== undefined && given !== '') throw usageError('give a document or a template');
    const document = template === undefined ? given : `template:${template}`;
    if (document !== '') {
      for (const revision of [from, to]) {
        if (revision !== undefined) await requireRevision(session, document, revision);
      }
    }
    if (meaning === true) return await diffMeaning(session, { document, files, from, to });
    const [file, more] = files;
    if (document === '' || more !== undefined) {
      throw usageError('without --meaning give one document, and at most one file');
    }
    const before = await contentOf(session, document, from ?? 0n);
    const after =
      file === undefined
        ? await contentOf(session, document, to ?? 0n)
        : { name: file, text: readInput(file).toString('utf8') };
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
