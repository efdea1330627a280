import { PortalAdminServiceService } from '../../../libs/gen/gatepost/portal/v1/portal_admin.js';
import { defineService, type Service } from '../../../libs/grpc/index.js';
import { readActor, readRequest } from '../../../libs/grpc/requests/index.js';
import { accentOf } from '../core/colour.js';
import { type Site, serves } from '../core/site.js';
import type { Branding, BrandingStore } from '../ports/branding.js';
import { readBranding } from './read-branding.js';

/** PortalAdminService, for administrators. */
export function adminService(parts: {
  readonly branding: BrandingStore;
  readonly sites: readonly Site[];
  /** Languages that have a catalogue. */
  readonly languages: readonly string[];
}): Service {
  const { branding: store, sites, languages } = parts;
  const domainOf = ({ domain }: { domain: string }) =>
    readRequest((reader) => reader.domain('domain', domain));
  return defineService(PortalAdminServiceService, {
    handlers: {
      async setBranding(wire, { caller }) {
        const { domain, branding, actor } = readRequest((reader) => ({
          domain: reader.domain('domain', wire.domain),
          branding: readBranding(reader, wire.branding, languages),
          actor: readActor(reader, wire.actor, caller.uri),
        }));
        await store.set(domain, branding, actor);
        return { accent: accentOf(branding.colour) };
      },
      async getBranding(wire) {
        const domain = readRequest((reader) => reader.domain('domain', wire.domain));
        const found = await store.read(domain);
        return {
          branding: found && toWire(found),
          accent: found && accentOf(found.colour),
          hosts: sites.filter((site) => serves(site, domain)).map(({ origin }) => origin),
        };
      },
      async removeBranding(wire, { caller }) {
        const { domain, actor } = readRequest((reader) => ({
          domain: reader.domain('domain', wire.domain),
          actor: readActor(reader, wire.actor, caller.uri),
        }));
        return { removed: await store.remove(domain, actor) };
      },
    },
    domainOf: { setBranding: domainOf, getBranding: domainOf, removeBranding: domainOf },
  });
}

const NO_SERVERS = { imap: undefined, pop3: undefined, smtp: undefined };

function toWire({ languages, helpTexts, mail, ...rest }: Branding) {
  return {
    ...rest,
    languages: [...languages],
    mail: Object.keys(mail).length === 0 ? undefined : { ...NO_SERVERS, ...mail },
    helpTexts: Object.entries(helpTexts).map(([language, text]) => ({ language, text })),
  };
}
