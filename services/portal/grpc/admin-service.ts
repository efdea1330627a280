import type { Branding as WireBranding } from '../../../libs/gen/gatepost/portal/v1/portal_admin.js';
import { PortalAdminServiceService } from '../../../libs/gen/gatepost/portal/v1/portal_admin.js';
import { defineService, type Service } from '../../../libs/grpc/index.js';
import type { RequestReader } from '../../../libs/grpc/wire/request-reader.js';
import type { Branding, BrandingStore } from '../ports.js';
import { readRequest } from './read-request.js';

const COLOUR = /^(#[0-9a-f]{6})?$/i;
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const MOST_LOGO = 64 * 1024;

/** PortalAdminService, for administrators. */
export function adminService(parts: {
  readonly branding: BrandingStore;
  /** Those there is a catalogue for. */
  readonly languages: readonly string[];
}): Service {
  const { branding: store, languages } = parts;
  const domainOf = ({ domain }: { domain: string }) =>
    readRequest((reader) => reader.domain('domain', domain));
  return defineService(PortalAdminServiceService, {
    handlers: {
      async setBranding(wire, { caller }) {
        const { domain, branding, actor } = readRequest((reader) => ({
          domain: reader.domain('domain', wire.domain),
          branding: readBranding(reader, wire.branding, languages),
          actor: {
            certificate: caller.uri,
            onBehalfOf: reader.text('actor.on_behalf_of', wire.actor?.onBehalfOf ?? '', {
              max: 254,
            }),
            comment: reader.text('actor.comment', wire.actor?.comment ?? '', { max: 1000 }),
          },
        }));
        await store.set(domain, branding, actor);
        return {};
      },
      async getBranding(wire) {
        const domain = readRequest((reader) => reader.domain('domain', wire.domain));
        const found = await store.read(domain);
        return {
          branding: found && { ...found, languages: [...found.languages] },
        };
      },
    },
    domainOf: { setBranding: domainOf, getBranding: domainOf },
  });
}

function readBranding(
  reader: RequestReader,
  wire: WireBranding | undefined,
  known: readonly string[],
): Branding {
  const {
    name = '',
    logoPng = Buffer.alloc(0),
    colour = '',
    help = '',
    languages = [],
  } = wire ?? {};
  if (!COLOUR.test(colour)) reader.refuse('branding.colour', 'not #rrggbb');
  if (logoPng.length > MOST_LOGO) reader.refuse('branding.logo_png', 'longer than 64 KiB');
  if (logoPng.length > 0 && !logoPng.subarray(0, PNG.length).equals(PNG)) {
    reader.refuse('branding.logo_png', 'not a PNG');
  }
  for (const [n, language] of languages.entries()) {
    if (known.includes(language)) continue;
    reader.refuse(`branding.languages[${n}]`, `not one of ${known.join(', ')}`);
  }
  return {
    name: reader.text('branding.name', name, { max: 64 }),
    help: reader.text('branding.help', help, { max: 500 }),
    ...{ logoPng, colour: colour.toLowerCase(), languages: [...new Set(languages)] },
  };
}
