import type { TrustKind } from '../../../libs/gen/gatepost/common/v1/common.js';
import { TrustAdminServiceService as TrustAdmin } from '../../../libs/gen/gatepost/truststore/v1/trust_store.js';
import { defineCommand } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';
import { parseTime } from '../../input/durations.js';
import { splitOwner } from '../../input/owner.js';
import { parseTrustKind } from '../../wire/names.js';

interface RevokeOptions extends ActorOptions {
  readonly id?: string;
  readonly address?: string;
  readonly kind?: TrustKind;
  readonly before?: Date;
}

export const trustRevoke = defineCommand<RevokeOptions>({
  usage: 'revoke <account|domain>',
  about: 'End trust. From then on it lets no login in.',
  details: `Ends all trust of the account or the domain ("*": of every domain), or only trust that matches all of the
given options.`,
  options: [
    { flags: '--id <trust>', about: 'this one' },
    { flags: '--address <address>', about: 'on this address' },
    { flags: '--kind <kind>', about: 'ip, device or session', read: parseTrustKind },
    {
      flags: '--before <time>',
      about: 'granted before then: 7d (ago), 2026-11-01',
      read: (text) => parseTime(text, Date.now()),
    },
    ...ACTOR_OPTIONS,
  ],
  examples: [
    'trust revoke luca@a.tld --address 192.0.2.80',
    'trust revoke a.tld --kind device --comment "laptops stolen"',
    'trust revoke luca@a.tld --kind session',
    "trust revoke '*' --before 2026-11-01",
  ],
  async run({ call, out }, [owner = ''], options) {
    const { revoked } = await call(TrustAdmin.revokeTrust, {
      ...splitOwner(owner),
      clientIp: options.address ?? '',
      trustId: options.id ?? '',
      grantedBefore: options.before,
      kind: options.kind ?? 0,
      actor: actorFrom(options),
    });
    out.result({ revoked }, () => `${revoked} ended`);
    return undefined;
  },
});
