import { randomUUID } from 'node:crypto';
import samlify from 'samlify';
import type { KeyPair } from '../../../../libs/certificates/index.js';
import { formatProviderMetadata } from './provider-metadata.js';
import { RESPONSE_TEMPLATE, type ResponseFacts, responseValues } from './response-template.js';
import type { SignOnRequest } from './sign-on-request.js';

/** What the browser must post, and where. */
export interface SignOnAnswer {
  readonly acsUrl: string;
  readonly fields: { readonly SAMLResponse: string; readonly RelayState: string };
}

/**
 * A small identity provider built on samlify, for the demo and for stories. It knows one service
 * provider, takes signed requests by redirect and answers with a signed assertion by POST. It asks
 * for no password: anyone can sign in as anyone.
 */
export interface SmallProvider {
  /** The metadata that an administrator imports. */
  readonly metadata: string;
  readonly key: KeyPair;
  /** Reads a redirect's query. @throws Error if it is not a request of the service provider */
  read(query: string): Promise<SignOnRequest>;
  /** @param signer signs instead of this provider */
  answer(request: SignOnRequest, account: string, signer?: KeyPair): Promise<SignOnAnswer>;
}

/** The base64 of a request is a few hundred characters. */
const MOST_QUERY = 8192;

/** A SAML identity provider for the demo and tests. */
export function createSmallProvider(options: {
  readonly entityId: string;
  readonly signOnUrl: string;
  readonly key: KeyPair;
  readonly clock: { now(): number };
  /** The service provider's current metadata. */
  readonly serviceProvider: () => Promise<string>;
}): SmallProvider {
  const { entityId, signOnUrl, key, clock, serviceProvider } = options;
  // The signature vouches for the content of a request; only a document type must still be ruled
  // out.
  samlify.setSchemaValidator({
    validate: async (xml: string) => {
      if (/<[!?]/.test(xml)) throw new Error('not a plain request');
      return 'plain';
    },
  });
  const metadataWith = ({ certificate }: KeyPair) =>
    formatProviderMetadata({ entityId, signOnUrl, certificate });
  const providerWith = (pair: KeyPair) =>
    samlify.IdentityProvider({
      metadata: metadataWith(pair),
      privateKey: pair.privateKey,
      loginResponseTemplate: { context: RESPONSE_TEMPLATE, attributes: [] },
    });
  const own = providerWith(key);
  const itsServiceProvider = async () =>
    samlify.ServiceProvider({ metadata: await serviceProvider() });

  return {
    metadata: metadataWith(key),
    key,
    async read(query) {
      if (query.length > MOST_QUERY) throw new Error('a request is not so long');
      const sp = await itsServiceProvider();
      const fields = Object.fromEntries(new URLSearchParams(query));
      // The signature covers the octets as received (SAML bindings 3.4.4.1).
      const octetString = query.replace(/&Signature=.*$/s, '');
      const { extract } = await own.parseLoginRequest(sp, 'redirect', {
        query: fields,
        octetString,
      });
      const acsUrl = String(extract.request?.assertionConsumerServiceUrl ?? '');
      // samlify's own getter returns only the last one.
      const known = [sp.entityMeta.meta.assertionConsumerService].flat() as { location?: string }[];
      if (!known.some(({ location }) => location === acsUrl))
        throw new Error('an address that its metadata does not have');
      return { id: String(extract.request?.id), acsUrl, relayState: fields.RelayState ?? '' };
    },
    async answer(request, account, signer = key) {
      const sp = await itsServiceProvider();
      const facts: ResponseFacts = {
        id: `_${randomUUID()}`,
        assertionId: `_${randomUUID()}`,
        issuer: entityId,
        audience: sp.entityMeta.getEntityID(),
        account,
        request,
        now: clock.now(),
      };
      const values = responseValues(facts) as never;
      const signed = await providerWith(signer).createLoginResponse(
        sp,
        { extract: { request: { id: request.id } } },
        'post',
        {},
        {
          customTagReplacement: (template: string) => ({
            id: facts.id,
            context: samlify.SamlLib.replaceTagsByValue(template, values),
          }),
        },
      );
      const { acsUrl, relayState: RelayState } = request;
      return { acsUrl, fields: { SAMLResponse: signed.context, RelayState } };
    },
  };
}
