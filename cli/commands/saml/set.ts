import {
  SamlAdminServiceService as SamlAdmin,
  type SetSettingsRequest,
} from '../../../libs/gen/gatepost/saml/v1/saml.js';
import { defineCommand } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';
import { parseWhole } from '../../input/durations.js';
import { parseAssignments } from './parse-assignments.js';
import { formatSettings, viewSettings } from './view-settings.js';

interface Options extends ActorOptions {
  readonly clear?: string[];
  readonly expectVersion?: bigint;
}

export const samlSet = defineCommand<Options>({
  usage: 'set <domain> [settings...]',
  about: 'Change settings of a domain: name=value each.',
  details: `Names: entity_id, acs_urls.<front-end>, sign_requests, require_encryption, allow_cbc, account_attribute,
skew_seconds, force_authn, requested_context, allow_unsolicited, logout_revokes_trust, map_domain, request_binding
(redirect or post), provider_entity_id, provider_sso_url, provider_slo_url, provider_slo_response_url,
provider_certificates (a PEM file with all of them). Changes all of them, or none.`,
  options: [
    { flags: '--clear <name>', about: 'reset to the default; may be repeated', many: true },
    {
      flags: '--expect-version <n>',
      about: 'refuse unless this version is current',
      read: (text) => BigInt(parseWhole(text, { min: 0, max: Number.MAX_SAFE_INTEGER })),
    },
    ...ACTOR_OPTIONS,
  ],
  examples: [
    'saml set a.tld acs_urls.webmail=https://webmail.a.tld/saml/acs require_encryption=yes',
    'saml set a.tld --clear account_attribute',
  ],
  async run({ call, out }, [domain = '', ...assignments], options) {
    const request: SetSettingsRequest = {
      settings: parseAssignments(domain, assignments),
      clear: options.clear ?? [],
      expectVersion: options.expectVersion,
      actor: actorFrom(options),
    };
    const { settings } = await call(SamlAdmin.setSettings, request);
    out.result(settings && viewSettings(settings), () => formatSettings(settings));
    return undefined;
  },
});
