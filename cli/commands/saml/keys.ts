import { SamlAdminServiceService as SamlAdmin } from '../../../libs/gen/gatepost/saml/v1/saml.js';
import { defineCommand } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';

export const samlKeysRotate = defineCommand<ActorOptions>({
  usage: 'rotate <domain>',
  about: 'Make a new key; the old one goes on signing until it is retired.',
  details: `Then give the identity provider the new output of "saml metadata", which has both keys. After that, retire
the old key.`,
  options: ACTOR_OPTIONS,
  examples: ['saml keys rotate a.tld --comment "yearly"'],
  async run({ call, out }, [domain = ''], options) {
    const { certificate } = await call(SamlAdmin.rotateKeys, { domain, actor: actorFrom(options) });
    out.result({ domain, certificate }, () => certificate);
    return undefined;
  },
});

export const samlKeysRetire = defineCommand<ActorOptions>({
  usage: 'retire <domain>',
  about: 'End the keys that a newer one has replaced.',
  options: ACTOR_OPTIONS,
  examples: ['saml keys retire a.tld'],
  async run({ call, out }, [domain = ''], options) {
    const { retired } = await call(SamlAdmin.retireKeys, { domain, actor: actorFrom(options) });
    out.result({ domain, retired }, () => `${domain}: ${retired} keys retired`);
    return undefined;
  },
});
