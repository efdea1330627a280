import { SamlAdminServiceService as SamlAdmin } from '../../../libs/gen/gatepost/saml/v1/saml.js';
import { defineCommand } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';
import { readInput } from '../../input/read-input.js';
import { readMetadata } from './read-metadata.js';
import { formatSettings, viewSettings } from './view-settings.js';

export const samlImport = defineCommand<ActorOptions & { signedBy?: string; entityId?: string }>({
  usage: 'import <domain> <metadata>',
  about: 'Import the identity provider of a domain from its metadata.',
  details: `Reads a file, an https address, or stdin for -. Imports the entity ID, the sign-on and logout URLs and the
signing certificates; all other settings stay. With --signed-by, that certificate must have signed the document. In a
federation's metadata, --entity-id selects the provider; without it, the command lists the providers.`,
  options: [
    { flags: '--signed-by <path>', about: 'certificate (PEM) that must have signed the metadata' },
    { flags: '--entity-id <id>', about: 'which identity provider of the document' },
    ...ACTOR_OPTIONS,
  ],
  examples: [
    'saml import a.tld federation.xml --entity-id https://idp.a.tld/metadata',
    'saml import a.tld idp-metadata.xml --signed-by federation.pem',
  ],
  async run({ call, out }, [domain = '', path = ''], options) {
    const signedBy = options.signedBy === undefined ? '' : readInput(options.signedBy).toString();
    const { entityId = '' } = options;
    const metadataXml = await readMetadata(path, { entityId, signedBy });
    const request = { domain, metadataXml, signedBy, entityId, actor: actorFrom(options) };
    const { settings, warnings } = await call(SamlAdmin.importProvider, request);
    for (const warning of warnings) out.note(`warning: ${warning}`);
    const value = { settings: settings && viewSettings(settings), warnings };
    out.result(value, () => formatSettings(settings));
    return undefined;
  },
});
