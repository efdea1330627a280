import { PortalAdminServiceService as PortalAdmin } from '../../../libs/gen/gatepost/portal/v1/portal_admin.js';
import { defineCommand } from '../../define-command.js';
import { formatBranding, viewBranding } from './view-branding.js';

export const brandingShow = defineCommand({
  usage: 'show <domain>',
  about: 'Show how the sign-in page looks to a domain’s people, and where they sign in.',
  examples: ['portal branding show a.tld'],
  async run({ call, out }, [domain = '']) {
    const answer = await call(PortalAdmin.getBranding, { domain });
    out.result(viewBranding(domain, answer), () => formatBranding(domain, answer));
    return undefined;
  },
});
