import { createHmac } from 'node:crypto';
import { parseAccount } from '../../../libs/names/account.js';
import { parseAddress } from '../../../libs/names/address.js';
import type { Parsed } from '../../../libs/names/parsed.js';
import type { Verdict } from '../../../libs/names/verdict.js';
import { compileSet } from '../../../libs/policy/compile/compile-set.js';
import { parseDocuments } from '../../../libs/policy/read/parse-documents.js';
import { systemRandom } from '../../../libs/random/index.js';
import type { AuthorizePorts } from '../commands/authorize/authorize-ports.js';
import type { Compared } from '../core/answers.js';
import type { Attempt } from '../core/attempt.js';
import type { Login } from '../core/login.js';
import { PolicyMap } from '../core/policy-map.js';
import type { SessionMac } from '../core/session/session-mac.js';

/** Ids of what the person uses. */
export const USED = {
  appPassword: '01936d4e-0000-7000-8000-0000000000a1',
  authenticator: '01936d4e-0000-7000-8000-0000000000a2',
  passkey: '01936d4e-0000-7000-8000-0000000000a3',
  assertion: { issuer: 'https://idp.a.tld/metadata', id: '_a1' },
};

export const NOW = Date.UTC(2026, 10, 23, 12);

/** Policies from a text, in force at revision 7. */
export function policiesOf(text: string): PolicyMap {
  const { documents, problems } = parseDocuments(text, 'test.yaml');
  const set = compileSet(documents);
  if (problems.length + set.problems.length > 0) {
    throw new Error(JSON.stringify([...problems, ...set.problems]));
  }
  const policies = new PolicyMap();
  const updates = [...set.compiled].map(([name, compiled]) =>
    policies.prepare({ name, compiled }, 7),
  );
  policies.update(updates, 7);
  return policies;
}

/**
 * A login of luca@a.tld at WebUI from 192.0.2.80 with a password, changed by `over`.
 * @throws TypeError if `over.ip` is not an address
 */
export function loginOf(over: Partial<Login> & { account?: never; ip?: string } = {}): Login {
  const { ip = '192.0.2.80', ...rest } = over;
  return {
    account: taken(parseAccount('luca@a.tld')),
    service: 'WebUI',
    address: taken(parseAddress(ip)),
    interactive: true,
    first: { kind: 'password', bytes: Buffer.from('right') },
    second: undefined,
    passkey: undefined,
    beginSaml: false,
    ...{ beginPasskey: false, signInHost: '' },
    prove: false,
    act: undefined,
    deviceToken: undefined,
    remember: undefined,
    client: '',
    attemptId: '',
    explain: false,
    frontEnd: 'spiffe://gatepost/front-end/webmail',
    context: {
      peerAddress: undefined,
      addressSource: undefined,
      userAgent: '',
      language: '',
      sessionId: '',
      tls: undefined,
    },
    ...rest,
  };
}

/** Ports that know one person, whose password is "right" and whose code is 123456. Each call is noted. */
export function fakePorts(policies: PolicyMap): {
  ports: AuthorizePorts;
  calls: string[];
  recorded: Attempt[];
} {
  const calls: string[] = [];
  const recorded: Attempt[] = [];
  const note = <T>(call: string, answer: T): Promise<T> => {
    calls.push(call);
    return Promise.resolve(answer);
  };
  const until = NOW + 3_600_000;
  const ports: AuthorizePorts = {
    policies: { current: () => policies },
    credentials: {
      verifyPassword: (_asking, bytes) =>
        note('password', compared(bytes.toString() === 'right' ? 'verified' : 'wrong')),
      stillHolds: () => note('still-holds', true),
      verifyAppPassword: () =>
        note('app-password', { ...compared('verified'), id: USED.appPassword }),
      describe: () =>
        note('describe', { mainPassword: true, appPasswordServices: [], appPasswordsLeft: 1 }),
      purge: () => note('purge', 0),
    },
    otp: {
      enrolment: () => note('enrolment', { enrolled: true, authenticators: [] }),
      describe: () => note('codes', { enrolled: true, authenticators: [], recoveryCodesLeft: 0 }),
      verify: (_asking, { kind, code }) => {
        const right = code === '123456';
        const id = right && kind === 'code' ? USED.authenticator : undefined;
        return note('code', { ...compared(right ? 'verified' : 'wrong'), id });
      },
      purge: () => note('purge', 0),
    },
    passkeys: {
      enrolled: () => note('passkey-enrolled', false),
      describe: () => note('passkey-hosts', { enrolled: false, hosts: [] }),
      begin: (_asking, { firstVerified, userVerification }) =>
        note(`passkey-begin ${firstVerified} ${userVerification}`, {
          requestOptions: '{}',
          loginTicket: 't',
        }),
      verify: ({ account }, { response }, { userVerification }) => {
        const right = response.toString() === 'right';
        return note(`passkey ${account} ${userVerification}`, {
          ...compared(right ? 'verified' : 'wrong'),
          failedCheck: right ? '' : 'signature',
          account: right ? 'luca@a.tld' : '',
          userVerified: right,
          id: right ? USED.passkey : undefined,
        });
      },
      purge: () => note('purge', 0),
    },
    saml: {
      available: () => note('saml-available', true),
      availableAmong: () => note('saml-available-among', new Set<string>()),
      begin: () =>
        note('saml-begin', { redirectUrl: 'x', formAction: '', formFields: {}, loginTicket: 't' }),
      consume: () =>
        note('saml', {
          verdict: 'verified',
          failedCheck: '',
          sessionUntil: undefined,
          account: 'luca@a.tld',
          assertion: USED.assertion,
        }),
      purge: () => note('purge', 0),
    },
    trust: {
      count: () => note('trust-count', { addresses: 0, devices: 0 }),
      check: ({ address, deviceToken }) =>
        note(`trust ${address ?? '-'} ${deviceToken ?? '-'}`, {
          ip: address === '192.0.2.80' ? { id: 'ip', until, useIsNews: true } : undefined,
          device: deviceToken === 'known' ? { id: 'device', until, useIsNews: false } : undefined,
          deviceSuperseded: deviceToken === 'superseded',
        }),
      grant: () =>
        note('grant', {
          grants: [{ kind: 'ip', held: { id: 'g', until, useIsNews: false } }],
          deviceToken: '',
        }),
      useDevice: ({ deviceToken }) =>
        note(
          `use ${deviceToken}`,
          deviceToken === 'superseded'
            ? { outcome: 'stolen' }
            : { outcome: 'rotated', deviceToken: 'next' },
        ),
      noteUse: ({ trustId, address }) => {
        calls.push(`used ${trustId} ${address}`);
      },
      grantSession: ({ sessionId, until: end }) =>
        note('grant-session', { held: { id: sessionId, until: end, useIsNews: false } }),
      checkSession: () => note('check-session', undefined),
      endSession: () => note('end-session', true),
      setNotBefore: ({ reason }) => note(`not-before ${reason}`, undefined),
      setLimits: () => note('limits', undefined),
      purge: () => note('purge', 0),
    },
    tickets: {
      issue: ({ purpose, stores, oneFactor }) => {
        const ticket = { token: 't', purpose, stores, oneFactor, expiresAt: NOW };
        return note(`ticket ${purpose} ${stores.join(' ')}`, ticket);
      },
    },
    clients: { find: () => undefined },
    mac: fakeMac,
    trials: { find: () => undefined, fail: () => note('trial-failed', undefined) },
    record: async (attempt) => {
      calls.push('record');
      recorded.push(attempt);
    },
    clock: { now: () => NOW },
    random: systemRandom,
  };
  return { ports, calls, recorded };
}

const KEY = systemRandom.bytes(32);
export const fakeMac: SessionMac = {
  keyId: '1',
  mac: (keyId, purpose, data) =>
    keyId === '1' ? createHmac('sha256', KEY).update(`${purpose} ${data}`).digest() : undefined,
};

function taken<T>(parsed: Parsed<T>): T {
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

function compared(verdict: Verdict): Compared {
  return { verdict, retryAfterSeconds: 0 };
}
