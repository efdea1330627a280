import { SamlAdminServiceService as SamlAdmin } from '../../../libs/gen/gatepost/saml/v1/saml.js';
import { defineCommand } from '../../define-command.js';
import { EXIT } from '../../output/exit.js';

export const samlValidate = defineCommand({
  usage: 'validate <domain>',
  about: 'Show what is wrong, or soon will be, with the settings of a domain.',
  details: 'Exit 3 if logins would fail.',
  examples: ['saml validate a.tld'],
  async run({ call, out }, [domain = '']) {
    const { errors, warnings } = await call(SamlAdmin.validate, { domain });
    out.result({ domain, errors, warnings }, () => {
      const lines = [
        ...errors.map((error) => `error: ${error}`),
        ...warnings.map((warning) => `warning: ${warning}`),
      ];
      return lines.length === 0 ? 'nothing is wrong' : lines.join('\n');
    });
    return errors.length > 0 ? EXIT.finding : EXIT.ok;
  },
});
