import { notFound } from '../../../libs/errors/index.js';
import { domainOfAccount } from '../../../libs/names/account.js';
import { defineCommand } from '../../define-command.js';
import { EXIT, usageError } from '../../output/exit.js';
import { askEach } from './ask-each.js';
import { formatPerson } from './format-person.js';
import { type Person, questionsAbout } from './questions.js';

/** Whether Gatepost keeps this domain's passwords and stores nothing about this account. */
function isUnknown({ password, appPasswords, codes, passkeys, trust }: Person): boolean {
  if (!('value' in password) || password.value.backend !== 'embedded') return false;
  if (password.value.account !== undefined) return false;
  if (!('value' in codes) || codes.value.authenticators.length > 0) return false;
  return [appPasswords, passkeys, trust].every(
    (section) => 'value' in section && section.value.length === 0,
  );
}

export const accountShow = defineCommand({
  usage: 'show <account>',
  about:
    'Show one person: everything stored about them, and why the last ten sign-ins were refused.',
  details: `Shows password, app passwords, authenticators, passkeys, trust, sessions, limits, single sign-on, the
documents that bind the person, and the last ten refusals with what would help. If a service cannot be asked, the
command names it, shows the rest, and exits with 4. For an account that does not exist it fails, or exits with 3 if
sign-ins were refused for that name.`,
  examples: ['account show luca@a.tld'],
  async run(session, [account = '']) {
    const domain = domainOfAccount(account);
    if (domain === account || domain === '') throw usageError(`"${account}" is not local@domain`);
    const sections = await askEach(questionsAbout(session, account, domain));
    const unknown = isUnknown(sections);
    if (unknown && 'value' in sections.refusals && sections.refusals.value.length === 0) {
      throw notFound(`there is no account ${account}: nothing is stored about it`);
    }
    session.out.result({ account, ...sections }, () => formatPerson(account, sections));
    if (Object.values(sections).some((section) => 'error' in section)) return EXIT.unreachable;
    return unknown ? EXIT.finding : undefined;
  },
});
