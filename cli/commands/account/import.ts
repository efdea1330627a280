import { writeFileSync } from 'node:fs';
import { formatCsvLine } from '../../../libs/csv/index.js';
import {
  CredentialAdminServiceService as CredentialAdmin,
  AccountImportOutcome as Outcome,
} from '../../../libs/gen/gatepost/credential/v1/credential.js';
import { defineCommand } from '../../define-command.js';
import type { AccountLine, BadLine } from '../../input/account-files/account-line.js';
import {
  FORMATS,
  type Format,
  formatOf,
  readAccounts,
} from '../../input/account-files/read-accounts.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';
import { readSecret } from '../../input/read-secret.js';
import { EXIT, usageError } from '../../output/exit.js';
import { formatFields } from '../../output/output.js';
import { importInBatches } from './import-in-batches.js';

interface Options extends ActorOptions {
  readonly format?: Format;
  readonly domain?: string;
  readonly attribute?: string;
  readonly replace?: boolean;
  readonly report?: string;
}

export const accountImport = defineCommand<Options>({
  usage: 'import <file>',
  about: 'Import many accounts with their password hashes from another system.',
  details: `Reads CSV (account,hash), LDIF (mail and userPassword) or Dovecot's passwd-file; - is stdin. An account
that already has a password is left as it is, so a file can be imported again, also after an interruption. Lists what
was not imported, and why. Exit 3 if anything was not imported.`,
  options: [
    {
      flags: '--format <csv|ldif|passwd-file>',
      about: 'format of the file (default: by its name and beginning)',
      read: parseFormat,
    },
    { flags: '--domain <domain>', about: 'domain of names that have none' },
    {
      flags: '--attribute <name>',
      about: 'for LDIF: the attribute with the account (default: mail)',
    },
    { flags: '--replace', about: 'replace the passwords of accounts that have one' },
    {
      flags: '--report <path>',
      about: 'write the accounts that were not imported to this file, as CSV',
    },
    ...ACTOR_OPTIONS,
  ],
  examples: [
    'account import users --format passwd-file --domain a.tld --report not-taken.csv',
    'account import people.ldif --comment "from the old directory"',
  ],
  async run({ call, out, signal }, [path = ''], options) {
    const content = await readSecret({ file: path, prompt: '' });
    const { domain = '', attribute = 'mail', replace = false, report } = options;
    const format = options.format ?? formatOf(path, content);
    const read = readAccounts(content, { format, attribute, domain });
    if (read.length === 0) throw usageError(`${path} holds no accounts, read as ${format}`);
    const lines = read.filter((one): one is AccountLine => 'hash' in one);
    const notTaken = read.filter((one): one is BadLine => 'why' in one);
    const counts = { created: 0, passwordSet: 0, left: 0 };
    const actor = actorFrom(options);
    await importInBatches(lines, {
      signal,
      send: (accounts) => call(CredentialAdmin.importAccounts, { accounts, replace, actor }),
      done(line, { outcome, why }) {
        if (outcome === Outcome.CREATED) counts.created++;
        else if (outcome === Outcome.PASSWORD_SET) counts.passwordSet++;
        else if (outcome === Outcome.LEFT) counts.left++;
        else notTaken.push({ line: line.line, account: line.account, why });
      },
      progress: (done) => out.progress(`${done} of ${lines.length} accounts`),
    });
    notTaken.sort((a, b) => a.line - b.line);
    if (report !== undefined) writeFileSync(report, reportOf(notTaken), { mode: 0o600 });
    out.result({ format, ...counts, notTaken }, () =>
      [
        formatFields([
          ['made', `${counts.created}`],
          ['given a password', `${counts.passwordSet}`],
          ['left as they are', `${counts.left}`],
          ['not taken over', `${notTaken.length}`],
        ]),
        ...notTaken
          .slice(0, SHOWN)
          .map(({ line, account, why }) => `line ${line}: ${account}: ${why}`),
        ...(notTaken.length > SHOWN ? [`and ${notTaken.length - SHOWN} more: see --report`] : []),
      ].join('\n'),
    );
    return notTaken.length === 0 ? undefined : EXIT.finding;
  },
});

const SHOWN = 20;

function reportOf(notTaken: readonly BadLine[]): string {
  const rows = notTaken.map(({ line, account, why }) => [`${line}`, account, why]);
  return [['line', 'account', 'why'], ...rows].map((row) => `${formatCsvLine(row)}\r\n`).join('');
}

function parseFormat(text: string): Format {
  const format = FORMATS.find((one) => one === text);
  if (format === undefined) throw usageError(`--format: one of ${FORMATS.join(', ')}`);
  return format;
}
