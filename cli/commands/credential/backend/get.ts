import { CredentialAdminServiceService as CredentialAdmin } from '../../../../libs/gen/gatepost/credential/v1/credential.js';
import { defineCommand } from '../../../define-command.js';
import { CliError } from '../../../output/exit.js';
import { formatFields } from '../../../output/output.js';
import { onChangeName } from './names.js';

export const backendGet = defineCommand({
  usage: 'get <domain>',
  about: 'Show the back end that applies to a domain.',
  details: 'It was set for the domain itself, or for "*".',
  examples: ['credential backend get a.tld', "credential backend get '*'"],
  async run({ call, out }, [domain = '']) {
    const { backend } = await call(CredentialAdmin.getBackend, { domain });
    if (backend?.kind === undefined)
      throw new CliError('the server sent a back end that this version does not know');
    const { $case: kind } = backend.kind;
    const ldap = backend.kind.$case === 'ldap' ? backend.kind.value : undefined;
    const onChange = onChangeName(backend.appPasswordsOnChange);
    const view = { domain: backend.domain, kind, ...(ldap && { ldap }), onChange };
    out.result(view, () =>
      formatFields([
        ['set for', backend.domain],
        ['back end', kind],
        ['servers', ldap?.urls.join(' ')],
        ['bind as', ldap?.dnTemplate],
        ['search under', ldap?.searchBase],
        ['search for', ldap?.searchFilter],
        ['search as', ldap?.searchBindDn],
        ['with secret', ldap?.searchBindSecret],
        ['waits for', ldap && `${ldap.timeoutMs} ms a server`],
        ['app passwords on change', onChange],
      ]),
    );
    return undefined;
  },
});
