import { SamlAdminServiceService as SamlAdmin } from '../../../libs/gen/gatepost/saml/v1/saml.js';
import { defineCommand } from '../../define-command.js';
import { formatSettings, viewSettings } from './view-settings.js';

export const samlGet = defineCommand({
  usage: 'get <domain>',
  about: 'Show the settings of a domain.',
  details: 'Settings that are not shown have their default.',
  examples: ['saml get a.tld'],
  async run({ call, out }, [domain = '']) {
    const { settings } = await call(SamlAdmin.getSettings, { domain });
    out.result(settings && viewSettings(settings), () => formatSettings(settings));
    return undefined;
  },
});
