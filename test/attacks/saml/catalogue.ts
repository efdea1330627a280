import { createHmac } from 'node:crypto';
import type { RespondOptions } from '../../suite/identity-provider.js';
import { capture, EVE, type Post, type Target, VICTIM } from './stage.js';
import { ASSERTION_WRAPPING, RESPONSE_WRAPPING, takeApart } from './wrapping.js';

/** An attack. Each try makes it anew. */
export interface Attack {
  readonly name: string;
  readonly make: (stage: Target) => Promise<Post>;
}

type Edit = (xml: string, stage: Target) => string | Buffer;

/** An attack that changes a genuine response after it was signed. */
function edited(name: string, edit: Edit, options: RespondOptions = {}): Attack {
  return {
    name,
    make: async (stage) => {
      const captured = await capture(stage, options);
      return { ...captured, xml: edit(`${captured.xml}`, stage) };
    },
  };
}

/** An attack with a response that the right provider signed, but that is wrong. */
function signed(name: string, options: (stage: Target) => RespondOptions): Attack {
  return { name, make: (stage) => capture(stage, options(stage)) };
}

const at = (ms: number) => new Date(Date.now() + ms).toISOString();
const HOUR = 3600_000;

const DOCTYPES: readonly Attack[] = [
  edited('a DOCTYPE', (xml) => `<!DOCTYPE samlp:Response>${xml}`),
  edited('entity expansion', (xml) => {
    const levels = Array.from(
      { length: 9 },
      (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`,
    );
    const doctype = `<!DOCTYPE r [<!ENTITY l0 "lol">${levels.join('')}]>`;
    return `${doctype}${xml.replace(EVE, `&l9;${EVE}`)}`;
  }),
  edited('an external entity', (xml) => {
    const doctype = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>';
    return `${doctype}${xml.replace(`>${EVE}<`, '>&x;<')}`;
  }),
  edited('an external DTD', (xml) => `<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd">${xml}`),
  edited('a DOCTYPE in UTF-16', (xml) =>
    Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`<!DOCTYPE r>${xml}`, 'utf16le')]),
  ),
];

/** A name that begins with the victim's: code that reads only the first text node reads the victim. */
const SPLIT = `${VICTIM}.evil.tld`;
const SPLITTING: readonly Attack[] = [
  ['a comment', '<!---->'],
  ['a CDATA section', '<![CDATA[]]>'],
  ['a processing instruction', '<?x?>'],
].map(([what, between]) =>
  edited(
    `${what} in the NameID`,
    (xml) => xml.replace(`>${SPLIT}<`, `>${VICTIM}${between}.evil.tld<`),
    { change: { nameId: SPLIT, attributes: {} } },
  ),
);

const ALGORITHMS: readonly Attack[] = [
  signed('RSA-SHA1', () => ({
    shape: { algorithm: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1' },
  })),
  edited('HMAC with the public key', (xml, { a }) => {
    const forged = xml
      .replaceAll(EVE, VICTIM)
      .replace(/http:[^"]*#rsa-sha256/, 'http://www.w3.org/2000/09/xmldsig#hmac-sha1');
    const info = /<ds:SignedInfo[\s\S]*<\/ds:SignedInfo>/.exec(forged)?.[0] ?? '';
    const mac = createHmac('sha1', a.key.certificate).update(info).digest('base64');
    return forged.replace(/(<ds:SignatureValue>)[^<]*/, `$1${mac}`);
  }),
  edited('an XPath transform that selects another element', (xml) =>
    xml.replace(
      '<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>',
      '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><ds:XPath>not(//saml:NameID)</ds:XPath></ds:Transform><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>',
    ),
  ),
  {
    name: "Eve's own certificate in KeyInfo",
    make: (stage) => capture(stage, { signWith: stage.b.key, change: { nameId: VICTIM } }),
  },
  {
    name: "Eve's own key, the provider's certificate in KeyInfo",
    make: async (stage) => {
      const { certificate } = stage.a.key;
      const { privateKey } = stage.b.key;
      return capture(stage, { signWith: { certificate, privateKey }, change: { nameId: VICTIM } });
    },
  },
];

const VALUES: readonly Attack[] = [
  signed('another audience', () => ({ change: { audience: 'https://other.example/saml' } })),
  signed('no audience', () => ({ change: { audience: undefined } })),
  signed('another recipient', () => ({ change: { recipient: 'https://other.example/acs' } })),
  signed('no recipient', () => ({ change: { recipient: undefined } })),
  signed('another destination', () => ({ change: { destination: 'https://other.example/acs' } })),
  signed('no destination in a signed response', () => ({
    change: { destination: undefined },
    shape: { sign: 'response' },
  })),
  signed('another issuer', () => ({ change: { issuer: 'https://idp.other.example/' } })),
  signed('another in-response-to', () => ({ change: { inResponseTo: '_other' } })),
  signed('no in-response-to', () => ({ change: { inResponseTo: undefined } })),
  signed('expired', () => ({ change: { notBefore: at(-2 * HOUR), notOnOrAfter: at(-HOUR) } })),
  signed('expired Conditions alone', () => ({
    shape: {
      edit: (xml) =>
        xml.replace(/(<saml:Conditions NotBefore="[^"]*" NotOnOrAfter=")[^"]*/, `$1${at(-HOUR)}`),
    },
  })),
  signed('from the future', () => ({
    change: { notBefore: at(HOUR), notOnOrAfter: at(2 * HOUR) },
  })),
  signed('authenticated in the future', () => ({ change: { authnInstant: at(HOUR) } })),
  signed('a session that has ended', () => ({ change: { sessionNotOnOrAfter: at(-HOUR) } })),
  signed('no AuthnStatement', () => ({ change: { authnInstant: undefined } })),
  signed('no Conditions', () => ({ shape: { without: 'Conditions' } })),
  signed('no SubjectConfirmation', () => ({ shape: { without: 'SubjectConfirmation' } })),
  signed('no SubjectConfirmationData', () => ({ shape: { without: 'SubjectConfirmationData' } })),
  signed('an unknown condition', () => ({
    shape: {
      edit: (xml) =>
        xml.replace(
          '</saml:Conditions>',
          '<saml:Condition xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:x="urn:x" xsi:type="x:Only"/></saml:Conditions>',
        ),
    },
  })),
  signed('a status that is not success', () => ({
    shape: { edit: (xml) => xml.replace('status:Success', 'status:Responder') },
  })),
  signed("an account of b.tld by a.tld's provider", () => ({
    change: { nameId: 'bea@b.tld', attributes: {} },
  })),
];

const ELSEWHERE: readonly Attack[] = [
  {
    name: "a.tld's account signed by b.tld's provider",
    make: async (stage) => {
      const login = await stage.begin('');
      const { xml, relayState } = await stage.b.respond(login, VICTIM);
      return { login, xml, relayState };
    },
  },
  {
    name: "a response to Eve's login in the victim's browser (login CSRF)",
    make: async (stage) => {
      const captured = await capture(stage);
      const ofVictim = await stage.begin('');
      return { ...captured, login: ofVictim };
    },
  },
  {
    name: "the same, with the relay state of the victim's login",
    make: async (stage) => {
      const captured = await capture(stage);
      const ofVictim = await stage.begin('');
      const { relayState } = await stage.a.respond(ofVictim, VICTIM);
      return { ...captured, login: ofVictim, relayState };
    },
  },
  {
    name: "the same, with the victim's login ticket of another front-end",
    make: async (stage) => {
      const elsewhere = 'spiffe://gatepost/front-end/mail';
      const login = await stage.begin('', elsewhere);
      const { xml, relayState } = await stage.a.respond(login, EVE);
      return { login, xml, relayState };
    },
  },
  {
    name: 'another account than the login is for',
    make: async (stage) => {
      const captured = await capture(stage);
      return { ...captured, login: { ...captured.login, account: VICTIM } };
    },
  },
  {
    name: 'another account than the login was begun for',
    make: async (stage) => {
      const login = { ...(await stage.begin(EVE)), account: '' };
      const { xml, relayState } = await stage.a.respond(login, VICTIM);
      return { login, xml, relayState };
    },
  },
  {
    name: 'the same, in a browser that began nothing',
    make: async (stage) => {
      const captured = await capture(stage);
      return { ...captured, login: { ...captured.login, loginTicket: '' } };
    },
  },
  {
    name: 'an encrypted assertion signed by another',
    make: async (stage) => {
      const own = await stage.certificate();
      return capture(stage, { encryptTo: own, signWith: stage.b.key, change: { nameId: VICTIM } });
    },
  },
  {
    name: 'an encrypted assertion that nobody signed',
    make: async (stage) => {
      const own = await stage.certificate();
      const shape = { sign: 'none' } as const;
      return capture(stage, { encryptTo: own, shape, change: { nameId: VICTIM } });
    },
  },
];

const SIZES: readonly Attack[] = [
  edited('10 MB', (xml) =>
    xml.replace('<samlp:Status>', `${' '.repeat(10_000_000)}<samlp:Status>`),
  ),
  edited('30,000 nested elements', (xml) =>
    xml.replace(
      '<samlp:Status>',
      `<samlp:Extensions>${'<a>'.repeat(30_000)}${'</a>'.repeat(30_000)}</samlp:Extensions><samlp:Status>`,
    ),
  ),
  edited('a namespace that has no canonical form', (xml) =>
    xml.replace('<saml:Subject>', '<saml:Subject xmlns:x="x">'),
  ),
  edited('not XML', () => 'SAML'),
];

/** All attacks on sign-ins. */
export const ATTACKS: readonly Attack[] = [
  ...Object.entries(ASSERTION_WRAPPING).map(([name, wrap]) =>
    edited(name, (xml) => wrap(takeApart(xml))),
  ),
  ...Object.entries(RESPONSE_WRAPPING).map(([name, wrap]) =>
    edited(name, (xml) => wrap(takeApart(xml)), { shape: { sign: 'response' } }),
  ),
  ...ALGORITHMS,
  ...SPLITTING,
  ...DOCTYPES,
  ...VALUES,
  ...ELSEWHERE,
  ...SIZES,
];
