import { SAML } from '@node-saml/node-saml';
import samlify from 'samlify';
import { schemaProblem } from '../../../services/saml/xml/schema.js';
import type { Outcome, Post, Stage } from './stage.js';

/** A library, set up as its documentation says, that gets the same posts. */
export interface Contender {
  readonly name: string;
  post(post: Post): Promise<Outcome>;
}

const ENTITY_ID = 'https://mail.example/saml/a.tld';
const ACS = 'https://webmail.example/saml/a.tld/acs';

/** The libraries to compare with, set up for a.tld. */
export async function contenders(stage: Stage): Promise<readonly Contender[]> {
  const key = (await stage.saml.store.keys('a.tld')).at(-1);
  const privateKey = key?.privateKey ?? '';
  return [bareSamlify(stage, privateKey), nodeSaml(stage, privateKey)];
}

/** samlify with the validator that it requires. */
function bareSamlify({ a }: Stage, encPrivateKey: string): Contender {
  samlify.setSchemaValidator({
    validate: async (xml: string) => {
      const problem = schemaProblem(xml);
      if (problem !== undefined) throw new Error(problem);
      return 'valid';
    },
  });
  const post = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST';
  const sp = samlify.ServiceProvider({
    entityID: ENTITY_ID,
    assertionConsumerService: [{ Binding: post, Location: ACS }],
    wantAssertionsSigned: true,
    encPrivateKey,
  });
  const plain = samlify.IdentityProvider({ metadata: a.metadata() });
  const encrypting = samlify.IdentityProvider({
    metadata: a.metadata(),
    isAssertionEncrypted: true,
  });
  return {
    name: 'samlify alone',
    async post({ xml }) {
      const body = { SAMLResponse: Buffer.from(xml).toString('base64') };
      const idp = xml.includes('EncryptedAssertion') ? encrypting : plain;
      return outcomeOf(async () => {
        const { extract } = await sp.parseLoginResponse(idp, 'post', { body });
        return extract.nameID;
      });
    },
  };
}

function nodeSaml({ a }: Stage, decryptionPvk: string): Contender {
  const saml = new SAML({
    callbackUrl: ACS,
    entryPoint: 'https://idp.a.tld/SingleSignOnService',
    issuer: ENTITY_ID,
    audience: ENTITY_ID,
    idpIssuer: a.entityId,
    idpCert: a.key.certificate,
    wantAuthnResponseSigned: false,
    wantAssertionsSigned: false,
    decryptionPvk,
  });
  return {
    name: 'node-saml',
    async post({ xml }) {
      const SAMLResponse = Buffer.from(xml).toString('base64');
      return outcomeOf(async () => {
        const { profile } = await saml.validatePostResponseAsync({ SAMLResponse });
        return profile?.nameID;
      });
    },
  };
}

const DEADLINE_MS = 15_000;

async function outcomeOf(ask: () => Promise<unknown>): Promise<Outcome> {
  try {
    const waited = new Promise((_resolve, reject) => {
      setTimeout(() => reject(new Error('no answer')), DEADLINE_MS).unref();
    });
    const named = await Promise.race([ask(), waited]);
    return typeof named === 'string' ? { accepted: named } : { refused: '' };
  } catch {
    return { refused: '' };
  }
}
