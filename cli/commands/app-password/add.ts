import type { Service } from '../../../libs/gen/gatepost/common/v1/common.js';
import { CredentialAdminServiceService as CredentialAdmin } from '../../../libs/gen/gatepost/credential/v1/credential.js';
import { defineCommand } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';
import { parseDuration } from '../../input/durations.js';
import { formatFields } from '../../output/output.js';
import { formatTime } from '../../output/times.js';
import { parseService, serviceName } from '../../wire/names.js';

interface Options extends ActorOptions {
  readonly label: string;
  readonly service: readonly Service[];
  readonly expires?: number;
  readonly unknownAccount?: boolean;
}

export const appPasswordAdd = defineCommand<Options>({
  usage: 'add <account>',
  about: 'Make an app password, which is shown only once.',
  details: `It opens only the services it is made for. For EAS this is the mobile password. Refused if the domain's
back end says that the account does not exist. People who sign in only by SAML are in no back end: make their account
first ("account add --no-password"), or give --unknown-account.`,
  options: [
    {
      flags: '--label <text>',
      about: 'the name by which the person recognises it',
      required: true,
    },
    {
      flags: '--service <name>',
      about: 'a service it opens; may be repeated',
      read: parseService,
      many: true,
      required: true,
    },
    { flags: '--expires <duration>', about: 'it expires after this time', read: parseDuration },
    { flags: '--unknown-account', about: 'make it even if no back end knows the account' },
    ...ACTOR_OPTIONS,
  ],
  examples: [
    'app-password add luca@a.tld --label phone --service EAS',
    'app-password add luca@a.tld --label mutt --service Imap --service Smtp --expires 90d',
  ],
  async run({ call, out }, [account = ''], options) {
    const { label, service, expires } = options;
    const expiresAt = expires === undefined ? undefined : new Date(Date.now() + expires * 1000);
    const made = await call(CredentialAdmin.createAppPassword, {
      account,
      label,
      services: [...service],
      expiresAt,
      unknownAccount: options.unknownAccount === true,
      actor: actorFrom(options),
    });
    const { appPassword, secret, firstOfAccount, accountUnverified } = made;
    const services = (appPassword?.services ?? []).map(serviceName);
    out.result({ ...appPassword, services, secret, firstOfAccount, accountUnverified }, () =>
      formatFields([
        ['app password', secret],
        ['opens', services.join(' ')],
        ['id', appPassword?.id],
        ['expires', expiresAt && formatTime(appPassword?.expiresAt)],
      ]),
    );
    if (accountUnverified) {
      out.note(
        `Whether there is ${account} cannot be known here: check that it is spelled as the mailbox is.`,
      );
    }
    out.note('It cannot be shown again.');
    return undefined;
  },
});
