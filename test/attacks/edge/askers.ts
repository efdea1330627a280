import { SECRET } from '../../../services/edge/testing/open-listener.js';

/** How one front-end asks about a login from the office, with a name as a person typed it. */
export interface Asker {
  readonly protocol: string;
  readonly settings: object;
  /**
   * One request on a connection that stays open.
   * @param name one character for each octet
   */
  ask(name: string): Buffer;
  /** Matches an answer that lets the person in. */
  readonly letsIn: RegExp;
}

const OFFICE = '203.0.113.20';

function http(line: string, headers: Readonly<Record<string, string>>, body = ''): Buffer {
  const all = { Host: 'edge', ...headers, 'Content-Length': `${body.length}` };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${line} HTTP/1.1\r\n${lines.join('')}\r\n${body}`, 'latin1');
}

const known = { 'X-Gatepost-Secret': SECRET };
const percent = (octets: string) =>
  octets.replace(
    /[^A-Za-z0-9]/g,
    (one) => `%${one.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`,
  );
/** As Dovecot writes JSON: control characters and `"\` escaped, other octets as they are. */
const json = (octets: string) =>
  octets.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are meant
    /[\x00-\x1f"\\]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

export const HTTP_ASKERS: readonly Asker[] = [
  {
    protocol: 'nginx-mail',
    settings: { upstreams: { '*': { Imap: '127.0.0.1:143' } } },
    ask: (name) =>
      http('GET /', {
        ...{ ...known, 'Auth-Method': 'plain', 'Auth-User': percent(name), 'Auth-Pass': 'x' },
        ...{ 'Auth-Protocol': 'imap', 'Auth-Login-Attempt': '1', 'Client-IP': OFFICE },
      }),
    letsIn: /^auth-status: OK/im,
  },
  {
    protocol: 'forward-auth',
    settings: {},
    ask: (name) =>
      http('GET /Dav', {
        ...{ ...known, 'X-Forwarded-For': OFFICE },
        Authorization: `Basic ${Buffer.from(`${name}:x`, 'latin1').toString('base64')}`,
      }),
    letsIn: /^HTTP\/1\.1 200/,
  },
  {
    protocol: 'dovecot-passdb',
    settings: {},
    ask: (name) =>
      http(
        'POST /',
        known,
        `user=${percent(name)}&password=x&protocol=imap&rip=${OFFICE}&real_rip=${OFFICE}&session=s`,
      ),
    letsIn: /\nallow /,
  },
  {
    protocol: 'dovecot-auth-policy',
    settings: {},
    ask: (name) =>
      http(
        'POST /?command=allow',
        known,
        `{"login":"${json(name)}","protocol":"imap","remote":"${OFFICE}","real_remote":"${OFFICE}","stage":"after"}`,
      ),
    letsIn: /"status":0/,
  },
  {
    protocol: 'zimbra',
    settings: {},
    ask: (name) =>
      http(`GET /auth/${encodeURI(SECRET)}`, {
        ...{ 'Client-IP': OFFICE, 'Auth-User': name, 'Auth-Pass': 'x' },
        'Auth-Protocol': 'http_dav',
      }),
    letsIn: /^HTTP\/1\.1 200/,
  },
];

export const POSTFIX: Asker = {
  protocol: 'postfix-policy',
  settings: {},
  ask: (name) =>
    Buffer.from(
      `request=smtpd_access_policy\npolicy_context=${SECRET}\nsasl_username=${name}\nclient_address=${OFFICE}\n\n`,
      'latin1',
    ),
  letsIn: /^action=DUNNO/m,
};

export const ASKERS: readonly Asker[] = [...HTTP_ASKERS, POSTFIX];
