import { domainOfAccount } from '../../../libs/names/account.js';
import { defineCommand } from '../../define-command.js';
import { EXIT, usageError } from '../../output/exit.js';
import { askEach } from './ask-each.js';
import { formatPerson } from './format-person.js';
import { questionsAbout } from './questions.js';

export const accountShow = defineCommand({
  usage: 'show <account>',
  about: 'Show one person: everything kept of them, and why the last ten sign-ins were refused.',
  details: `Password, app passwords, authenticators, passkeys, trust, sessions, limits, single sign-on, the documents that bind them,
and the last ten refusals with what would help. A service that cannot be asked is named, and the rest is shown; exit 4 then.`,
  examples: ['account show luca@a.tld'],
  async run(session, [account = '']) {
    const domain = domainOfAccount(account);
    if (domain === account || domain === '') throw usageError(`"${account}" is not local@domain`);
    const sections = await askEach(questionsAbout(session, account, domain));
    session.out.result({ account, ...sections }, () => formatPerson(account, sections));
    return Object.values(sections).some((section) => 'error' in section)
      ? EXIT.unreachable
      : undefined;
  },
});
