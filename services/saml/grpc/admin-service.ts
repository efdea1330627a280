import { SamlAdminServiceService } from '../../../libs/gen/gatepost/saml/v1/saml.js';
import { defineService, type Service } from '../../../libs/grpc/index.js';
import { ofDomain, readActor, readRequest } from '../../../libs/grpc/requests/index.js';
import { type AdminParts, demandSettings } from '../commands/admin-parts.js';
import { getMetadata } from '../commands/get-metadata.js';
import { administratorOf, importProvider } from '../commands/import-provider.js';
import { removeProvider } from '../commands/remove-provider.js';
import { retireKeys, rotateKeys } from '../commands/rotate-keys.js';
import { setSettings } from '../commands/set-settings.js';
import type { Slots } from '../commands/slots.js';
import { validate } from '../commands/validate.js';
import { readDomain } from './read-request.js';
import { readChange, readClear } from './settings-from-wire.js';
import { settingsToWire } from './settings-to-wire.js';

const METADATA_OCTETS = 1024 * 1024;
const MAX_REQUEST_OCTETS = METADATA_OCTETS + 64 * 1024;

/** SamlAdminService, for administrators. */
export function adminService(
  parts: AdminParts & { readonly frontEnds: readonly string[]; readonly slots: Slots },
): Service {
  const { store, urls, slots } = parts;
  return defineService(SamlAdminServiceService, {
    handlers: {
      async importProvider(wire, { caller, signal }) {
        const request = readRequest((reader) => {
          if (wire.signedBy !== '' && parts.readCertificate(wire.signedBy) === undefined) {
            reader.refuse('signed_by', 'not a PEM certificate');
          }
          return {
            domain: reader.domain('domain', wire.domain),
            metadata: reader.bytes('metadata_xml', wire.metadataXml, {
              min: 1,
              max: METADATA_OCTETS,
            }),
            signedBy: wire.signedBy,
            entityId: reader.text('entity_id', wire.entityId, { max: 1024 }),
            actor: readActor(reader, wire.actor, caller.uri),
          };
        });
        const owner = administratorOf(request.domain);
        const { settings, warnings } = await slots.run(owner, signal, () =>
          importProvider(parts, request),
        );
        return { settings: settingsToWire(settings, urls), warnings: [...warnings] };
      },

      async getSettings(wire) {
        const settings = demandSettings(await store.settings(readDomain(wire)));
        return { settings: settingsToWire(settings, urls) };
      },

      async setSettings(wire, { caller }) {
        const request = readRequest((reader) => {
          const { settings } = wire;
          if (settings === undefined) reader.refuse('settings', 'is missing');
          return {
            domain: reader.domain('settings.domain', settings?.domain ?? ''),
            change: settings === undefined ? {} : readChange(reader, settings),
            clear: readClear(reader, wire.clear),
            expectVersion:
              wire.expectVersion === undefined ? undefined : Number(wire.expectVersion),
            actor: readActor(reader, wire.actor, caller.uri),
          };
        });
        return { settings: settingsToWire(await setSettings(parts, request), urls) };
      },

      async removeProvider(wire, { caller }) {
        await removeProvider(parts, readDomainChange(wire, caller.uri));
        return {};
      },

      async validate(wire) {
        const { errors, warnings } = await validate(parts, { domain: readDomain(wire) });
        return { errors: [...errors], warnings: [...warnings] };
      },

      async getMetadata(wire) {
        return { metadataXml: Buffer.from(await getMetadata(parts, { domain: readDomain(wire) })) };
      },

      async rotateKeys(wire, { caller }) {
        return { certificate: await rotateKeys(parts, readDomainChange(wire, caller.uri)) };
      },

      async retireKeys(wire, { caller }) {
        return { retired: await retireKeys(parts, readDomainChange(wire, caller.uri)) };
      },
    },
    domainOf: {
      importProvider: ofDomain,
      getSettings: ofDomain,
      setSettings: ({ settings }) =>
        readRequest((reader) => reader.domain('settings.domain', settings?.domain ?? '')),
      removeProvider: ofDomain,
      validate: ofDomain,
      getMetadata: ofDomain,
      rotateKeys: ofDomain,
      retireKeys: ofDomain,
    },
    maxRequestBytes: { importProvider: MAX_REQUEST_OCTETS },
  });
}

function readDomainChange(
  wire: { domain: string; actor: Parameters<typeof readActor>[1] },
  certificate: string,
) {
  return readRequest((reader) => ({
    domain: reader.domain('domain', wire.domain),
    actor: readActor(reader, wire.actor, certificate),
  }));
}
