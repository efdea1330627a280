import { gzipSync } from 'node:zlib';

/** Requests of one kind. One of their fields holds text that an outsider wrote. */
export interface Kind {
  readonly method: string;
  /** The field, as the refusal must name it. */
  readonly field: string;
  readonly requests: readonly object[];
}

const long = (text: string, octets: number) => text.repeat(Math.ceil(octets / text.length));

const SSO = 'SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"';
const MD = 'xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"';
const idp = (inside: string, more = '') =>
  `<md:EntityDescriptor ${MD} entityID="https://idp.example/x"${more}><md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">${inside}</md:IDPSSODescriptor></md:EntityDescriptor>`;
const located = (location: string) => idp(`<md:${SSO} Location="${location}"/>`);
const keyed = (certificate: string) =>
  idp(
    `<md:KeyDescriptor><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:${SSO} Location="https://idp.example/sso"/>`,
  );
const entities = Array.from({ length: 30 }, (_, n) => `<!ENTITY e${n + 1} "&e${n};&e${n};">`);

/** Metadata that no identity provider would write. */
const METADATA: readonly (string | Buffer)[] = [
  ...['', ' ', '\0', '<', '<a', '<a/>', '<a></b>', '{}', '<!DOCTYPE html><html/>'],
  `<!DOCTYPE x [<!ENTITY e0 "ha">${entities.join('')}]><x>&e30;</x>`,
  `<!DOCTYPE x SYSTEM "file:///etc/passwd">${located('https://idp.example/sso')}`,
  `<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x"> %p;]>${located('https://idp.example/sso')}`,
  `<?xml version="1.0"?><?xml-stylesheet href="http://127.0.0.1:1/x"?>${idp('')}`,
  ...['javascript:alert(1)', ' java&#10;script:alert(1)', 'data:text/html,x', 'vbscript:x', ''],
  ...['//idp.example', '/sso', 'https:idp.example', 'https://', 'https://idp.example/#f', '\u202e'],
  ...['https://a:b@idp.example/sso', 'https://[::1', 'https://idp.example:99999/', 'file:///etc'],
  ...['ftp://idp.example/', 'https://idp.example/sso\\..\\x', 'http://%00/', 'https://\u3002/'],
].map((text) => (/^(?:<|\s|\0|\{|$)/.test(text) ? text : located(text)));

const MORE_METADATA: readonly (string | Buffer)[] = [
  ...['', '!', 'AAAA', long('A', 500_000), '-----BEGIN CERTIFICATE-----', 'MIIB\0'].map(keyed),
  idp('', ' validUntil="yesterday"'),
  idp('', ' validUntil="2001-01-01T00:00:00Z"'),
  idp('', ' cacheDuration="P1000000000Y"'),
  long('<a>', 900_000),
  `${long('<a>', 600)}${long('</a>', 800)}`,
  idp(long('<md:Extensions/>', 900_000)),
  `<md:EntityDescriptor ${MD} ${Array.from({ length: 20_000 }, (_, n) => `a${n}="x"`).join(' ')}/>`,
  `<md:EntitiesDescriptor ${MD}>${long(located('https://idp.example/sso'), 500_000)}</md:EntitiesDescriptor>`,
  Buffer.from([0xff, 0xfe, 0x3c]),
  Buffer.from([0xfe, 0xff, 0x00, 0x3c, 0xd8, 0x00]),
  Buffer.from([0x00, 0x00, 0xfe, 0xff, 0x00, 0x00, 0x00, 0x3c]),
  Buffer.from(`<?xml version="1.0" encoding="UTF-7"?>${idp('')}`),
  Buffer.from(`<?xml version="1.0" encoding="EBCDIC-CP-US"?>${idp('')}`),
  gzipSync(located('https://idp.example/sso')),
];

const KEY = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const OTPAUTH: readonly string[] = [
  ...['', 'otpauth:', 'otpauth://', 'otpauth://totp', 'otpauth://hotp/x?secret=', '%'],
  ...['algorithm=MD5', 'digits=0', 'digits=-6', 'digits=6.0', 'digits=1e1', 'digits=7'].map(
    (parameter) => `otpauth://totp/x?secret=${KEY}&${parameter}`,
  ),
  ...['period=0', 'period=-30', 'period=1e9', 'period=0x1e', 'algorithm=SHA1&algorithm=SHA256'].map(
    (parameter) => `otpauth://totp/x?secret=${KEY}&${parameter}`,
  ),
  ...['%00', '1', 'A', '========', '\u0660\u0661', long('A', 7000), 'GEZDGNBV%0AGY3TQOJ0'].map(
    (secret) => `otpauth://totp/x?secret=${secret}`,
  ),
  `otpauth://totp/${long('%', 8000)}?secret=`,
  `otpauth://totp/x?${long('secret&', 8000)}`,
  ...[
    '',
    '=',
    '%',
    'CikK',
    long('A', 8000),
    long('CgA', 8000),
    'CP%2F%2F%2F%2F%2F%2F%2F%2F%2FAQ==',
  ],
  ...['CgYKAQEQARgB', 'Cv////8P', 'CgAKAAoACgAKAA=='],
].map((text) =>
  text === '%' || text.startsWith('otpauth:') || text === ''
    ? text
    : `otpauth-migration://offline?data=${text}`,
);

const HASHES: readonly string[] = [
  ...['', '{', '{}', '{X}', '{SSHA}', '{SSHA512}', '{SSHA512}AAAA', '{SSHA256.HEX}zz', '{MD5}!'],
  ...['{CRYPT}', '{CRYPT}ab', '{CRYPT}$', '$', '$$$$', '$1$', '$5$', '$6$rounds=', '$y$', '$7$'],
  ...[
    '$2a$04$',
    `$2b$31$${'a'.repeat(53)}`,
    `$2y$99$${'a'.repeat(53)}`,
    `$2b$-1$${'a'.repeat(53)}`,
  ],
  ...['999999999999', '-1', '0x10', '1e3', '4294967297', '1000'].map(
    (rounds) => `$6$rounds=${rounds}$salt$${'a'.repeat(86)}`,
  ),
  `$6$${'s'.repeat(500)}$${'a'.repeat(86)}`,
  ...[
    'm=4294967295,t=1,p=1',
    'm=65536,t=4294967295,p=1',
    'm=8,t=1,p=255',
    'm=-1,t=1,p=1',
    'm=1e9,t=1,p=1',
    'm=65536,t=3,p=4,keyid=AAAA',
    'm=65536,m=65536,t=3,p=4',
  ].map((cost) => `$argon2id$v=19$${cost}$c2FsdHNhbHQ$${'a'.repeat(43)}`),
  `$argon2id$v=16$m=65536,t=3,p=4$c2FsdHNhbHQ$${'a'.repeat(43)}`,
  `$argon2id$v=19$m=65536,t=3,p=4$$${'a'.repeat(43)}`,
  `$argon2d$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$a`,
  ...['jzzzz', 'j9T', 'jD5.7', '/////', 'j.T', 'jFT'].map(
    (parameters) => `$y$${parameters}$abcdefghijklmnop$${'.'.repeat(43)}`,
  ),
  ...['CU..../....', 'zzzzzzzzzzz', 'D6..../....'].map(
    (parameters) => `$7$${parameters}SodiumChloride$${'a'.repeat(43)}`,
  ),
  ...['10000', '999999999', '0', '-1', '1e9', ''].map(
    (rounds) => `{PBKDF2-SHA512}${rounds}$ACsU2AtkiVk$${'A'.repeat(86)}`,
  ),
  `{PBKDF2-SHA999}10000$ACsU2AtkiVk$${'A'.repeat(86)}`,
  ...['4096', '999999999', '0'].map(
    (rounds) => `{SCRAM-SHA-256}${rounds}$c2FsdA==:c3RvcmVk$c2VydmVy`,
  ),
  '{SCRAM-SHA-256}4096,c2FsdA==,c3RvcmVk,c2VydmVy',
  ...['{SASL}x', '{CLEARTEXT}', '{PLAIN.B64}!', '{PLAIN.HEX}0', `{PLAIN}${long('a', 1015)}`],
];

const ACCOUNTS: readonly string[] = [
  ...['', '@', 'a@', '@w.tld', 'a@b@w.tld', 'a@w..tld', 'a@-w.tld', 'a@w.tld-', 'a@[127.0.0.1]'],
  ...['../a@w.tld', 'a/../b@w.tld', '..\\a@w.tld', '.@w.tld', 'a/b/./c@w.tld', 'a//b@w.tld'],
  ...['\u00ad', '\u200b', '\u200d', '\u2060', '\ufe0f', '\u034f', '\u115f', '\u3164', '\ue000'].map(
    (invisible) => `a${invisible}@w.tld`,
  ),
  ...['\u{e0061}', '\u{f0000}', '\u0378', '\u{10ffff}', '\ufdd0', '\u202e', '\u2028', '\u0085'].map(
    (odd) => `a${odd}@w.tld`,
  ),
  ...['\t', '\n', '\r\n', '\0', ' ', '\u00a0', '\u3000', '\ufeff', '\u007f'].map(
    (c) => `a${c}@w.tld`,
  ),
  ...[`${long('a', 300)}@w.tld`, `a@${long('b.', 300)}tld`, `${long('\u00e9', 200)}@w.tld`],
  ...[
    'a@xn--.tld',
    'a@xn--zzzzzzzzz.tld',
    'a@w\u2024tld',
    'a@\u{1f4a9}\u200d.tld',
    'a@w.tld\u3002\u3002',
  ],
  ...['a\uff20b@w.tld@', 'a@w.tld@w.tld', 'a%00@w.tld\0'],
];

const ADDRESSES: readonly string[] = [
  ...[
    '0x7f.1',
    '017700000001',
    '127.1',
    '1.2.3.4.',
    '1.2.3',
    '1.2.3.4:99',
    '[1.2.3.4]',
    '1.2.3.4%1',
  ],
  ...['::1%lo', '::ffff:1.2.3', ':::1', '1::2::3', '::1.2.3.4.5', '0:0:0:0:0:0:0:0:1', 'g::1'],
  ...[
    '1.2.3.4/32',
    '1.2.3.4, 5.6.7.8',
    'unknown',
    '_hidden',
    'localhost',
    '\uff11.2.3.4',
    '\u0661.1.1.1',
  ],
  ...[
    '1.2.3.4\0',
    '1.2.3.4\n',
    ' 1.2.3.4',
    '1.2.3.04',
    '256.0.0.1',
    '-1.2.3.4',
    '+1.2.3.4',
    '1e1.2.3.4',
  ],
  long('1', 5000),
];

const actor = { comment: 'odd' };
const octets = (text: string | Buffer) => (typeof text === 'string' ? Buffer.from(text) : text);

/** Inputs that administrators and front-ends get from others. */
export const KINDS: readonly Kind[] = [
  {
    method: 'gatepost.saml.v1.SamlAdminService/ImportProvider',
    field: 'metadata_xml',
    requests: [...METADATA, ...MORE_METADATA].map((text) => ({
      ...{ domain: 'b.tld', metadata_xml: octets(text), actor },
    })),
  },
  {
    method: 'gatepost.otp.v1.OtpAdminService/ImportAuthenticator',
    field: 'otpauth_uri',
    requests: OTPAUTH.map((text) => ({ account: 'odd@w.tld', otpauth_uri: octets(text), actor })),
  },
  {
    method: 'gatepost.credential.v1.CredentialAdminService/ImportPasswordHash',
    field: 'hash',
    requests: HASHES.map((text, n) => ({ account: `odd${n}@w.tld`, hash: octets(text), actor })),
  },
  {
    method: 'gatepost.credential.v1.CredentialAdminService/CreateAccount',
    field: 'account',
    requests: ACCOUNTS.map((account) => ({ account, password: Buffer.from('a long password') })),
  },
  {
    method: 'gatepost.policy.v1.AuthorizationService/Authorize',
    field: 'account',
    requests: ACCOUNTS.map((account) => ({
      ...{ account, service: 'SERVICE_WEB_UI', client_ip: '203.0.113.20' },
      password: Buffer.from('a long password'),
    })),
  },
  {
    method: 'gatepost.policy.v1.AuthorizationService/Authorize',
    field: 'client_ip',
    requests: ADDRESSES.map((client_ip) => ({
      ...{ account: 'odd@w.tld', service: 'SERVICE_WEB_UI', client_ip },
      password: Buffer.from('a long password'),
    })),
  },
];

const rules = (text: string) => `domain: b.tld\nrules: ${text}\n`;

/** Policy documents that no administrator would write. Each is refused or changes nothing. */
export const DOCUMENTS: readonly string[] = [
  ...[
    '',
    '\0',
    '---\n---\n',
    '[]',
    '{}',
    '- a',
    'domain: [b.tld]',
    'domain: b.tld',
    '!!js/function x',
  ],
  rules('[]'),
  `[${long(',', 1_000_000)}]`,
  rules(`[${long('{},', 900_000)}]`),
  rules(`${long('[', 900_000)}`),
  rules(`${long('{a: ', 900_000)}`),
  `a0: &a0 [x]\n${Array.from({ length: 40 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`).join('\n')}`,
  `domain: b.tld\nrules: &r [{ name: a, deny: x }, *r]\n`,
  `domain: b.tld\n<<: *nothing\nrules: []\n`,
  `domain: b.tld\n${long('rules: []\n', 500_000)}`,
  rules('[{ name: a, name: a, deny: x }]'),
  ...['1e400', '99999999999999999999h', '-1h', '0x10h', '.inf', '.nan', '1h1h', '\u0661h'].map(
    (duration) => `domain: b.tld\nrules: []\ntrust: { ip: { default: ${duration}, max: 48h } }\n`,
  ),
  ...['0.0.0.0/33', '::/129', '10.0.0.1/8', '::ffff:0.0.0.0/96', '010.0.0.0/8', '1.2.3.4/-1'].map(
    (range) => `domain: b.tld\nnetworks: { n: ["${range}"] }\n${rules('[]')}`,
  ),
  `domain: b.tld\nnetworks: { n: [${Array.from({ length: 20_000 }, (_, n) => `10.${n >> 8}.${n & 255}.0/24`).join(',')}] }\nrules: [{ name: a, from: [n], require: password }]\n`,
  `domain: b.tld\nrules: [${Array.from({ length: 2_000 }, (_, n) => `{ name: r${n}, services: [Imap], deny: x }`).join(',')}]\nassert: [${Array.from({ length: 500 }, () => '{ never: { services: [Imap] } }').join(',')}]\n`,
  `domain: b.tld\n__proto__: { rules: [] }\nconstructor: x\nrules: []\n`,
  rules('[{ name: __proto__, accounts: [__proto__@b.tld], require: constructor }]'),
  `# ${long('\u{1f4a9}', 900_000)}\n`,
  `%YAML 9.9\n---\ndomain: b.tld\n`,
  `domain: !!binary YS50bGQ=\nrules: !!set { a }\n`,
  `domain: b.tld\nrules:\n\t- x\n`,
  `domain: "b.tld\\ud800"\n`,
];
