import { PasskeyAdminServiceService as PasskeyAdmin } from '../../../libs/gen/gatepost/passkey/v1/passkey.js';
import { defineCommand } from '../../define-command.js';
import { tableOr } from '../../output/output.js';

export const passkeyModels = defineCommand({
  usage: 'models <domain>',
  about:
    'List the models of authenticators that the people of a domain may register, and how many they have.',
  details: `The list is \`models\` in the configuration of the passkey service. A passkey of an unlisted model was
registered before the list; it works until it is removed.`,
  examples: ['passkey models a.tld'],
  async run({ call, out }, [domain = '']) {
    const listed = await call(PasskeyAdmin.listModels, { domain });
    const { any, models } = listed;
    const rows = models.map(({ aaguid, name, passkeys }) => {
      const may = any || name !== '' ? 'yes' : 'no';
      return [aaguid, name || (/[1-9a-f]/.test(aaguid) ? '' : 'not said'), may, `${passkeys}`];
    });
    const table = tableOr('no passkey', ['model', 'name', 'may be registered', 'passkeys'], rows);
    out.result(listed, () => (any ? `any model may be registered\n${table()}` : table()));
    return undefined;
  },
});
