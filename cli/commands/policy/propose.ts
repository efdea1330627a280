import { writeFileSync } from 'node:fs';
import {
  PolicyAdminServiceService as PolicyAdmin,
  type Proposed,
} from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { defineCommand } from '../../define-command.js';
import { parseTime } from '../../input/durations.js';
import { CliError, EXIT } from '../../output/exit.js';
import { formatProgress } from './outcome.js';
import { formatLogins, viewChanged } from './view-rehearsal.js';

interface Options {
  readonly since?: Date;
  readonly out?: string;
}

export const policyPropose = defineCommand<Options>({
  usage: 'propose <domain>',
  about: 'Propose a document from what people did.',
  details: `Reads the record and writes a readable document that is as tight as possible and refuses no genuine login
of it. It asks for one factor from networks in which several people were seen, puts people who need less than the
others into a group, denies services that nobody used, and has asserts that it proves. The lifetimes of trust, the
places of enrolment and the administrators come from the document in force. A login is genuine if two factors were
proved, or one factor was proved and nobody disowned the login for 14 days. The other logins that the document would
refuse go to stderr. Nothing is changed: read the document, edit it, and run "policy trial start".`,
  options: [
    {
      flags: '--since <time>',
      about: 'from logins since then: 30d (ago, the default), 2026-11-01',
      read: (text) => parseTime(text, Date.now()),
    },
    { flags: '--out <path>', about: 'write it there (default: to stdout)' },
  ],
  examples: ['policy propose a.tld --since 60d --out a.tld.yaml'],
  async run({ follow, out }, [domain = ''], { since = parseTime('30d', Date.now()), out: path }) {
    let proposed: Proposed | undefined;
    for await (const { part } of follow(PolicyAdmin.propose, { domain, since })) {
      if (part?.$case === 'progress') out.progress(formatProgress(part.value));
      if (part?.$case === 'proposed') proposed = part.value;
    }
    if (proposed === undefined) throw new CliError('the server sent no proposal');
    const { genuine } = proposed;
    const text = proposed.content.toString('utf8');
    const refuses = proposed.refuses.map(viewChanged);
    if (path !== undefined) writeFileSync(path, text);
    out.result({ document: text, genuine, refuses }, () =>
      path === undefined ? text : `${path} is written`,
    );
    out.note(
      `made from ${genuine} genuine ${genuine === 1n ? 'login' : 'logins'}; the document lets in all of them`,
    );
    if (refuses.length > 0)
      out.note(
        `the document would refuse these logins, which are not known to be genuine:\n${formatLogins(refuses)}`,
      );
    return EXIT.ok;
  },
});
