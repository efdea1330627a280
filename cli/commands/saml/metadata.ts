import { SamlAdminServiceService as SamlAdmin } from '../../../libs/gen/gatepost/saml/v1/saml.js';
import { defineCommand } from '../../define-command.js';

export const samlMetadata = defineCommand({
  usage: 'metadata <domain>',
  about: 'Print the metadata to give to the identity provider.',
  details: `It contains the entity ID, the certificates, and the URLs for responses and logout messages. Only the
metadata goes to stdout, so that you can redirect it to a file.`,
  examples: ['saml metadata a.tld > sp-metadata.xml'],
  async run({ call, out }, [domain = '']) {
    const { metadataXml } = await call(SamlAdmin.getMetadata, { domain });
    const metadata = metadataXml.toString('utf8');
    out.result({ domain, metadata }, () => metadata);
    return undefined;
  },
});
