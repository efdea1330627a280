import { unimplemented } from '../../../libs/errors/index.js';
import {
  SamlAdminServiceService,
  SamlLogoutServiceService,
  SamlServiceService,
} from '../../../libs/gen/gatepost/saml/v1/saml.js';
import { defineService, type Service } from '../../../libs/grpc/index.js';
import { RequestReader } from '../../../libs/grpc/wire/request-reader.js';

const refuse = async (): Promise<never> => {
  throw unimplemented('SAML is not available in this version');
};

/** No identity provider can be set, so none is there and nothing is kept of anybody. */
export function samlServices(): Service[] {
  return [
    defineService(SamlServiceService, {
      handlers: {
        getAvailability: async () => ({ available: false }),
        beginLogin: refuse,
        consumeResponse: refuse,
        purgeAccount: async () => ({ removed: 0 }),
      },
      domainOf: {
        getAvailability: domainOf,
        beginLogin: domainOf,
        consumeResponse: domainOf,
        purgeAccount: ({ account }) => read((reader) => reader.account('account', account).domain),
      },
    }),
    defineService(SamlLogoutServiceService, {
      handlers: { beginLogout: refuse, consumeLogout: refuse },
      domainOf: {
        beginLogout: ({ account }) => read((reader) => reader.account('account', account).domain),
        consumeLogout: domainOf,
      },
    }),
    defineService(SamlAdminServiceService, {
      handlers: {
        importProvider: refuse,
        getSettings: refuse,
        setSettings: refuse,
        removeProvider: refuse,
        validate: refuse,
        getMetadata: refuse,
        rotateKeys: refuse,
        retireKeys: refuse,
      },
      domainOf: {
        importProvider: domainOf,
        getSettings: domainOf,
        setSettings: ({ settings }) =>
          read((reader) => reader.domain('settings.domain', settings?.domain ?? '')),
        removeProvider: domainOf,
        validate: domainOf,
        getMetadata: domainOf,
        rotateKeys: domainOf,
        retireKeys: domainOf,
      },
    }),
  ];
}

function domainOf({ domain }: { domain: string }): string {
  return read((reader) => reader.domain('domain', domain));
}

function read(take: (reader: RequestReader) => string): string {
  const reader = new RequestReader();
  const domain = take(reader);
  reader.finish();
  return domain;
}
