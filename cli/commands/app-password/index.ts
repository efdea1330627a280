import {
  type AppPassword,
  CredentialAdminServiceService as CredentialAdmin,
} from '../../../libs/gen/gatepost/credential/v1/credential.js';
import { defineCommand, type Node } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';
import { tableOr } from '../../output/output.js';
import { formatTime } from '../../output/times.js';
import { serviceName } from '../../wire/names.js';
import { appPasswordAdd } from './add.js';

const appPasswordList = defineCommand({
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

function viewAppPassword(appPassword: AppPassword) {
  return { ...appPassword, services: appPassword.services.map(serviceName) };
}

const appPasswordRevoke = defineCommand<ActorOptions>({
  usage: 'revoke <account> <id>',
  about: 'End an app password; no later login is allowed on it.',
  options: ACTOR_OPTIONS,
  examples: ['app-password revoke luca@a.tld 0197c2a0-…'],
  async run({ call, out }, [account = '', id = ''], options) {
    await call(CredentialAdmin.revokeAppPassword, { account, id, actor: actorFrom(options) });
    out.result({ account, id, revoked: true }, () => `${id} of ${account} is ended`);
    return undefined;
  },
});

export const APP_PASSWORD: Node = {
  word: 'app-password',
  about: 'Generated passwords, each for named services',
  commands: [appPasswordAdd, appPasswordList, appPasswordRevoke],
};
