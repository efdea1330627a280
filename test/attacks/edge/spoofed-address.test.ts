import { afterEach, describe, expect, it } from 'vitest';
import {
  type OpenListener,
  openListener,
  SECRET,
} from '../../../services/edge/testing/open-listener.js';
import { exchange, httpRequest } from '../../../services/edge/testing/raw.js';
import { proxyV2 } from '../../front-ends/clients.js';

/** The office's address, where a password is enough, and the address of an attacker who pretends to be there. */
const OFFICE = '203.0.113.20';
const STRANGER = '127.0.0.9';

let listener: OpenListener;
afterEach(() => listener?.close());

interface Protocol {
  readonly settings: object;
  /** A login that claims to come from `client`. */
  request(client: string, more?: Record<string, string>): Buffer;
  readonly until?: string;
  /** Matches an answer that lets the client in. */
  readonly letsIn: RegExp;
  /** A proxy's header in front of the mail server, if the protocol passes one on. */
  readonly through?: (proxy: string, client: string) => Buffer;
}

const known = { 'X-Gatepost-Secret': SECRET };
const basic = { Authorization: `Basic ${Buffer.from('luca@a.tld:x').toString('base64')}` };
const form = (rip: string, realRip: string) =>
  httpRequest(
    'POST /',
    known,
    `user=luca%40a.tld&password=x&protocol=imap&rip=${rip}&real_rip=${realRip}&session=s&secured=no`,
  );
const hook = (remote: string, real: string) =>
  httpRequest(
    'POST /?command=allow',
    known,
    JSON.stringify({
      login: 'luca@a.tld',
      protocol: 'imap',
      remote,
      real_remote: real,
      stage: 'after',
    }),
  );
const nginx = (headers: Record<string, string>) =>
  httpRequest('GET /', {
    ...{ ...known, 'Auth-Method': 'plain', 'Auth-User': 'luca@a.tld', 'Auth-Pass': 'x' },
    ...{ 'Auth-Protocol': 'imap', 'Auth-Login-Attempt': '1', ...headers },
  });

const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  'nginx-mail': {
    settings: { upstreams: { '*': { Imap: '127.0.0.1:143' } }, 'nginx-proxy-protocol': true },
    request: (client) => nginx({ 'Client-IP': client }),
    through: (proxy, client) => nginx({ 'Client-IP': proxy, 'Proxy-Protocol-Addr': client }),
    letsIn: /auth-status: OK/i,
  },
  'forward-auth': {
    settings: {},
    request: (client, more) =>
      httpRequest('GET /Dav', { ...known, ...basic, 'X-Forwarded-For': client, ...more }),
    letsIn: /^HTTP\/1\.1 200/,
  },
  'dovecot-passdb': {
    settings: {},
    request: (client) => form(client, client),
    through: (proxy, client) => form(client, proxy),
    letsIn: /allow luca/,
  },
  'dovecot-auth-policy': {
    settings: {},
    request: (client) => hook(client, client),
    through: (proxy, client) => hook(client, proxy),
    letsIn: /"status":0/,
  },
  zimbra: {
    settings: {},
    request: (client) =>
      httpRequest(`GET /auth/${encodeURI(SECRET)}`, {
        ...{ 'Client-IP': client, 'Auth-User': 'luca@a.tld', 'Auth-Pass': 'x' },
        'Auth-Protocol': 'http_dav',
      }),
    letsIn: /^HTTP\/1\.1 200/,
  },
  'postfix-policy': {
    settings: {},
    request: (client) =>
      Buffer.from(
        `request=smtpd_access_policy\npolicy_context=${SECRET}\nsasl_username=luca@a.tld\nclient_address=${client}\ninstance=1\n\n`,
      ),
    until: '\n\n',
    letsIn: /action=DUNNO/,
  },
};

describe.each(Object.entries(PROTOCOLS))('%s', (protocol, attack) => {
  const { settings, request, through, until, letsIn } = attack;
  const open = async (more: object = {}) => {
    listener = await openListener({ protocol, ...settings, ...more });
  };
  const send = (bytes: Buffer, from?: string) =>
    exchange(listener.port, bytes, { ...(from && { from }), ...(until && { until }) });

  it('allows a login that its mail server reports', async () => {
    await open();
    expect(await send(request(OFFICE))).toMatch(letsIn);
    expect(listener.attempts).toMatchObject([{ address: { client: OFFICE } }]);
    expect(listener.claims).toEqual([]);
  });

  it('refuses a report from an untrusted peer, and records it', async () => {
    await open();
    expect(await send(request(OFFICE), STRANGER)).not.toMatch(letsIn);
    expect(listener.attempts).toEqual([]);
    expect(listener.claims).toEqual([{ listener: 'under-test', peer: STRANGER, claimed: OFFICE }]);
  });

  it.runIf(through !== undefined)(
    'refuses a stranger’s claim to the mail server, and accepts a trusted proxy’s',
    async () => {
      await open({ 'trusted-proxies': ['127.0.0.1/32', '10.0.0.5/32'] });
      expect(await send(through?.('198.51.100.66', OFFICE) as Buffer)).not.toMatch(letsIn);
      expect(listener.claims).toMatchObject([{ peer: '198.51.100.66', claimed: OFFICE }]);
      expect(listener.attempts).toEqual([]);
      expect(await send(through?.('10.0.0.5', OFFICE) as Buffer)).toMatch(letsIn);
      expect(listener.attempts).toMatchObject([{ address: { client: OFFICE, peer: '10.0.0.5' } }]);
    },
  );

  it('refuses and records an unexpected PROXY header of version 2', async () => {
    await open();
    expect(await send(Buffer.concat([proxyV2(OFFICE), request(OFFICE)]))).not.toMatch(letsIn);
    expect(listener.claims).toMatchObject([{ peer: '127.0.0.1', claimed: OFFICE }]);
    expect(listener.attempts).toEqual([]);
  });

  it('treats a mapped address as the address that it maps: trusted or not', async () => {
    await open();
    expect(await send(request(`::ffff:${OFFICE}`))).toMatch(letsIn);
    expect(listener.attempts).toMatchObject([{ address: { client: OFFICE } }]);
    await send(request(`::ffff:${OFFICE}`), STRANGER);
    expect(listener.claims).toMatchObject([{ peer: STRANGER }]);
    expect(listener.attempts.length).toBe(1);
  });

  it('accepts a PROXY header only where it is expected, and only from a trusted proxy', async () => {
    const header = Buffer.from(`PROXY TCP4 127.0.0.1 127.0.0.1 1 2\r\n`);
    await open();
    expect(await send(Buffer.concat([header, request(OFFICE)]))).not.toMatch(letsIn);
    expect(listener.claims).toMatchObject([{ peer: '127.0.0.1', claimed: '127.0.0.1' }]);
    await listener.close();
    await open({ 'proxy-protocol': true });
    expect(await send(Buffer.concat([header, request(OFFICE)]), STRANGER)).not.toMatch(letsIn);
    expect(listener.claims).toMatchObject([{ peer: STRANGER, claimed: '127.0.0.1' }]);
    expect(listener.attempts).toEqual([]);
    expect(await send(Buffer.concat([header, request(OFFICE)]))).toMatch(letsIn);
    expect(await send(request(OFFICE))).not.toMatch(letsIn);
  });

  it('a flood of claims leaves a bounded number of events, and no login', async () => {
    await open();
    for (let n = 0; n < 60; n += 1) {
      expect(await send(request(`203.0.113.${n}`), STRANGER)).not.toMatch(letsIn);
    }
    expect(listener.attempts).toEqual([]);
    expect(listener.claims.length).toBeLessThanOrEqual(20);
    expect(listener.claims.length).toBeGreaterThan(0);
  });

  it('lets nobody in without an address, or with an invalid one', async () => {
    await open();
    const claims = ['', '010.0.0.1', '203.0.113.20, 203.0.113.21x', '2130706433', '::1%lo', '*'];
    // Without a header, forward authentication takes the connection's own address.
    for (const claim of claims.slice(protocol === 'forward-auth' ? 1 : 0)) {
      expect(await send(request(claim)), claim).not.toMatch(letsIn);
    }
    expect(listener.attempts).toEqual([]);
  });
});

/** Headers in which other programs look for a client's address. */
const ELSEWHERE = ['X-Real-IP', 'Forwarded', 'True-Client-IP', 'X-Originating-IP', 'X-Client-IP'];

describe.each(['nginx-mail', 'forward-auth', 'dovecot-passdb', 'dovecot-auth-policy', 'zimbra'])(
  '%s',
  (protocol) => {
    const { settings, request, letsIn } = PROTOCOLS[protocol] as Protocol;
    const insert = (more: string) => {
      const text = request('198.51.100.66').toString('latin1');
      const end = text.indexOf('\r\n') + 2;
      return Buffer.from(`${text.slice(0, end)}${more}${text.slice(end)}`, 'latin1');
    };

    it('no other header says an address', async () => {
      listener = await openListener({ protocol, ...settings });
      const claimed = [...ELSEWHERE, 'X-Envoy-External-Address', 'X-Cluster-Client-IP'];
      const more = claimed.map((name) => `${name}: ${OFFICE}\r\n`).join('');
      expect(await exchange(listener.port, insert(more))).toMatch(letsIn);
      expect(listener.attempts).toMatchObject([{ address: { client: '198.51.100.66' } }]);
    });

    it('a header that says it twice, or is folded, does not get the first one believed', async () => {
      listener = await openListener({ protocol, ...settings });
      for (const name of ['X-Forwarded-For', 'Client-IP']) {
        await exchange(listener.port, insert(`${name}: ${OFFICE}\r\n`));
        await exchange(listener.port, insert(`${name}: 198.51.100.66,\r\n ${OFFICE}\r\n`));
        await exchange(listener.port, insert(`${name} : ${OFFICE}\r\n`));
      }
      expect(listener.attempts.map(({ address }) => address.client)).not.toContain(OFFICE);
    });
  },
);

it('forward auth: what the client wrote itself is not its address', async () => {
  listener = await openListener({ protocol: 'forward-auth' });
  const { request } = PROTOCOLS['forward-auth'] as Protocol;
  await exchange(listener.port, request(`${OFFICE}, 198.51.100.66`));
  await exchange(
    listener.port,
    request('198.51.100.66', { 'X-Real-IP': OFFICE, Forwarded: `for=${OFFICE}` }),
  );
  expect(listener.attempts.map(({ address }) => address.client)).toEqual([
    '198.51.100.66',
    '198.51.100.66',
  ]);
});
