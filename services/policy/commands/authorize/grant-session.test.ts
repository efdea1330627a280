import { describe, expect, it } from 'vitest';
import { unavailable } from '../../../../libs/errors/index.js';
import { parseCidr } from '../../../../libs/names/cidr.js';
import type { Service } from '../../../../libs/names/services.js';
import { validUntil } from '../../core/attempt.js';
import type { Login } from '../../core/login.js';
import type { Client, ClientKind } from '../../core/session/client.js';
import { loginEvent } from '../../storage/login-event.js';
import { fakePorts, loginOf, NOW, policiesOf } from '../../testing/fake-ports.js';
import { callUntil } from '../call-until.js';
import { issueMailToken } from '../session/mail-token.js';
import { authorize } from './authorize.js';
import type { AuthorizePorts } from './authorize-ports.js';

const RULES = `
domain: a.tld
networks: { webmail: [192.0.2.0/24] }
rules:
  - { name: home, when: trusted-ip, services: [DesktopApp], require: password }
  - { name: web, services: [WebUI, WebAdminUI], require: password, bind-session-to-ip: BIND }
  - { name: mail, services: [Imap], from: [webmail], require: session }
  - { name: program, services: [Smtp], require: password }
trust:
  ip: { default: 1h, max: 2h }
`;
const OFFERED = `${RULES.replace('BIND', 'false')}  session: { default: 8h, max: 24h, per-account: 20 }\n`;
const WEB_TAKES = /require: password(?=, bind)/;
const WITHOUT = RULES.replace('BIND', 'false').replace(/.*require: session.*\n/, '');
const HOUR = 3_600_000;

const OIDC: ClientKind = {
  ...{ kind: 'oidc', redirectUris: [], postLogoutRedirectUris: [], backchannelLogoutUri: '' },
  ...{ isPublic: false, withoutPkce: false },
};
const HOST: ClientKind = { kind: 'host', origin: 'https://mail.a.tld' };
const WEBMAIL = parseCidr('192.0.2.0/24');

function client(how: ClientKind = OIDC, domain = 'a.tld', service: Service = 'WebUI'): Client {
  const networks = WEBMAIL.ok ? [WEBMAIL.value] : [];
  return {
    id: 'webmail',
    name: '',
    service,
    domains: new Set([domain]),
    networks,
    how,
    createdAt: 0,
  };
}

const remember = (sessionSeconds = 0) => ({
  ...{ ipSeconds: undefined, deviceSeconds: undefined, deviceLabel: '', sessionSeconds },
});
const call = () => callUntil(performance.now() + 60_000, new AbortController().signal);

type Asked = Omit<Partial<Login>, 'account'>;

/** One login that asks for a session. */
async function ask(
  login: Asked,
  { document = OFFERED, ports: change = {}, registered = client() as Client | undefined } = {} as {
    document?: string;
    ports?: Partial<AuthorizePorts>;
    registered?: Client | undefined;
  },
) {
  const { ports, calls } = fakePorts(policiesOf(document));
  const clients = { find: (id: string) => (id === 'webmail' ? registered : undefined) };
  const attempt = await authorize(loginOf({ remember: remember(), ...login }), call(), {
    ...{ ...ports, clients, ...change },
  });
  return { attempt, calls, ports };
}

describe('a session that is asked for', () => {
  it('comes with an ALLOW at a web client or an app, and a client that takes the account', async () => {
    for (const login of [{}, { client: 'webmail' }]) {
      const { attempt } = await ask(login);
      expect(attempt.outcome.decision).toBe('ALLOW');
      expect(attempt.grants).toMatchObject([{ kind: 'session', held: { until: NOW + 8 * HOUR } }]);
      expect(attempt.sessionSecret).toMatch(/^gps_/);
    }
  });

  it('lasts no longer than the document lets it, nor than the trust that carried the login', async () => {
    const long = await ask({ remember: remember(10 * 24 * 3_600) });
    expect(long.attempt.grants).toMatchObject([{ held: { until: NOW + 24 * HOUR } }]);
    const carried = await ask({ service: 'DesktopApp' });
    expect(carried.attempt.grants).toMatchObject([{ held: { until: NOW + HOUR } }]);
  });

  const first = { kind: 'password', bytes: Buffer.from('wrong') } as const;
  it.each<[string, Asked]>([
    ['a login that was denied', { first }],
    ['a challenge', { first: { kind: 'none' } }],
  ])('is nothing with %s', async (_, login) => {
    const { attempt, calls } = await ask(login);
    expect(attempt.grants).toEqual([]);
    expect(attempt.sessionSecret).toBe('');
    expect(calls).not.toContain('grant-session');
  });

  const bound = OFFERED.replace('bind-session-to-ip: false', 'bind-session-to-ip: true');
  it.each<[string, string, Asked, Parameters<typeof ask>[1]]>([
    ['not-interactive', 'a mail program, whatever it says of itself', { service: 'Smtp' }, {}],
    [
      'not-interactive',
      "an app password, with a passkey beside it: it is a program's",
      {
        first: { kind: 'app-password', bytes: Buffer.from('right') },
        passkey: { response: Buffer.from('right'), loginTicket: 't' },
        prove: true,
      },
      { document: OFFERED.replace(WEB_TAKES, 'require: [app-password, password + passkey]') },
    ],
    ['not-offered', 'a document without them', {}, { document: WITHOUT }],
    ['client', 'one that is not registered', { client: 'other' }, {}],
    [
      'client',
      'a client of another domain',
      { client: 'webmail' },
      { registered: client(OIDC, 'b.tld') },
    ],
    ['client', 'a client of another service', { client: 'webmail', service: 'WebAdminUI' }, {}],
    [
      'bound-session',
      'OpenID Connect, where the rule binds to the address',
      { client: 'webmail' },
      { document: bound },
    ],
  ])(
    'is refused, %s, to %s; the login is decided as before',
    async (refused, _, login, options) => {
      const { attempt, calls } = await ask(login, options);
      expect(attempt.outcome.decision).toBe('ALLOW');
      expect(attempt.grants).toEqual([{ kind: 'session', refused }]);
      expect(attempt.sessionSecret).toBe('');
      expect(calls).not.toContain('grant-session');
    },
  );

  it('is given to a protected host where the rule binds to the address', async () => {
    const registered = client(HOST);
    const { attempt } = await ask({ client: 'webmail' }, { document: bound, registered });
    expect(attempt.grants).toMatchObject([{ held: {} }]);
  });

  it('is refused where trust-store cannot be asked, and the login is decided as before', async () => {
    const { ports } = fakePorts(policiesOf(OFFERED));
    const grantSession = () => Promise.reject(unavailable('trust-store is down'));
    const { attempt } = await ask({}, { ports: { trust: { ...ports.trust, grantSession } } });
    expect(attempt.outcome.decision).toBe('ALLOW');
    expect(attempt.grants).toEqual([{ kind: 'session', refused: 'unavailable' }]);
    expect(attempt.sessionSecret).toBe('');
  });
});

it('what a session opens is recorded with its client and sign-in, lasts as long, and earns no other', async () => {
  const policies = policiesOf(OFFERED);
  const { ports: fake } = fakePorts(policies);
  let kept: { sealed: Buffer; until: number; id: string } | undefined;
  const ports: AuthorizePorts = {
    ...fake,
    clients: { find: () => client() },
    trust: {
      ...fake.trust,
      grantSession: async ({ sessionId: id, sealed, until }) => {
        kept = { sealed, until, id };
        return { held: { id, until, useIsNews: false } };
      },
      checkSession: async () => kept && { ...kept, useIsNews: false },
    },
  };
  const signIn = await authorize(
    loginOf({ remember: remember(), client: 'webmail' }),
    call(),
    ports,
  );
  const token = await issueMailToken(signIn.sessionSecret ?? '', 'edge', call(), ports);
  const use = { service: 'Imap', interactive: false, remember: remember() } as const;
  const bytes = Buffer.from(token?.mailToken ?? '');
  const used = await authorize(
    loginOf({ ...use, first: { kind: 'session', bytes } }),
    call(),
    ports,
  );
  expect(used.outcome).toMatchObject({ decision: 'ALLOW', proved: ['session'] });
  expect(used.grants).toEqual([{ kind: 'session', refused: 'one-factor' }]);
  expect(validUntil(used)).toBe(kept?.until);
  const event = JSON.parse(Buffer.from(loginEvent(used).bytes).toString('utf8'));
  expect(event.data.session).toEqual({
    ...{ id: kept?.id, client: 'webmail', sign_in: signIn.decisionId },
  });
  // The session's own secret opens no mail.
  const secret = Buffer.from(signIn.sessionSecret ?? '');
  const first = { kind: 'session', bytes: secret } as const;
  const own = await authorize(loginOf({ ...use, first }), call(), ports);
  expect(own.outcome).toMatchObject({ decision: 'DENY', reason: 'SESSION_ENDED' });
});
