import { PortalAdminServiceService as PortalAdmin } from '../../../libs/gen/gatepost/portal/v1/portal_admin.js';
import { defineCommand } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';

export const brandingRemove = defineCommand<ActorOptions>({
  usage: 'remove <domain>',
  about: 'Remove a domain’s look, so that its people see the installation’s.',
  options: ACTOR_OPTIONS,
  examples: ['portal branding remove a.tld'],
  async run({ call, out }, [domain = ''], options) {
    const { removed } = await call(PortalAdmin.removeBranding, {
      domain,
      actor: actorFrom(options),
    });
    out.result({ domain, removed }, () =>
      removed ? `the look of ${domain} is removed` : `nothing was set for ${domain}`,
    );
    return undefined;
  },
});
