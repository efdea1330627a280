import { SamlAdminServiceService as SamlAdmin } from '../../../libs/gen/gatepost/saml/v1/saml.js';
import { defineCommand } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';

export const samlRemove = defineCommand<ActorOptions>({
  usage: 'remove <domain>',
  about: 'Remove the identity provider of a domain, with all its settings.',
  options: ACTOR_OPTIONS,
  examples: ['saml remove a.tld --comment "contract ended"'],
  async run({ call, out }, [domain = ''], options) {
    await call(SamlAdmin.removeProvider, { domain, actor: actorFrom(options) });
    out.result({ domain }, () => `${domain} no longer has an identity provider`);
    return undefined;
  },
});
