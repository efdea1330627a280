import {
  type AppPassword,
  CredentialAdminServiceService as CredentialAdmin,
} from '../../../libs/gen/gatepost/credential/v1/credential.js';
import { defineCommand } from '../../define-command.js';
import { tableOr } from '../../output/output.js';
import { formatTime } from '../../output/times.js';
import { serviceName } from '../../wire/names.js';

function viewAppPassword(appPassword: AppPassword) {
  return { ...appPassword, services: appPassword.services.map(serviceName) };
}

export const appPasswordList = defineCommand({
  usage: 'list <account>',
  about: 'List the app passwords of an account, without their secrets.',
  examples: ['app-password list luca@a.tld'],
  async run({ call, out }, [account = '']) {
    const { appPasswords } = await call(CredentialAdmin.listAppPasswords, { account });
    const rows = appPasswords.map((each) => [
      each.id,
      each.label,
      each.services.map(serviceName).join(' '),
      formatTime(each.createdAt),
      each.lastUsedAt === undefined ? 'never' : formatTime(each.lastUsedAt),
      each.lastUsedIp,
      each.enabled ? formatTime(each.expiresAt) : 'disabled',
    ]);
    const columns = ['id', 'label', 'opens', 'made', 'last used', 'from', 'expires'];
    out.result(appPasswords.map(viewAppPassword), tableOr('there is none', columns, rows));
    return undefined;
  },
});
