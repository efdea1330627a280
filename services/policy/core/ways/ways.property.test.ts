import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseAccount } from '../../../../libs/names/account.js';
import { parseAddress } from '../../../../libs/names/address.js';
import { compileRaw, readyOf } from '../../../../libs/policy/judge/compare.js';
import { documentsArbitrary } from '../../../../libs/policy/judge/generate-documents.js';
import { loginArbitrary } from '../../../../libs/policy/judge/generate-logins.js';
import { ADDRESSES } from '../../../../libs/policy/judge/pools.js';
import type { JudgedLogin, RawDocument } from '../../../../libs/policy/judge/raw.js';
import {
  type Act,
  addressesIn,
  comeFrom,
  createAppPassword,
  enrol,
  isLetIn,
  NEW_PASSKEY_HOST,
  present,
  signIn,
  trust,
  type World,
} from '../../testing/act.js';
import type { SignInPlace, Situation, Step, WayIn } from './situation.js';
import { waysIn } from './ways-in.js';

/** Set higher to look for longer. */
const RUNS = Number(process.env.WAYS_RUNS ?? 40);

const circumstances = fc.record({
  password: fc.integer({ min: 0, max: 4 }).map((n) => n > 0),
  appPassword: fc.boolean(),
  roomForAppPassword: fc.integer({ min: 0, max: 3 }).map((n) => n > 0),
  roomIp: fc.integer({ min: 0, max: 3 }).map((n) => n > 0),
  roomDevice: fc.integer({ min: 0, max: 3 }).map((n) => n > 0),
  browser: fc.option(fc.constantFrom(...ADDRESSES)),
  atHome: fc.boolean(),
  authenticator: fc.boolean(),
  recoveryCode: fc.boolean(),
  passkeyHosts: fc.constantFrom([], ['login.example'], ['login.example', 'old.example']),
  client: fc.option(fc.record({ oidc: fc.boolean() })),
});
type Circumstances = typeof circumstances extends fc.Arbitrary<infer T> ? T : never;

const definite = (fact: JudgedLogin['hasOtp']) => fact === true;

/** A login that presents what it has, in a world where every fact is known. */
function worldOf(
  documents: readonly RawDocument[],
  drawn: JudgedLogin,
  around: Circumstances,
): { world: World; sets: readonly (readonly string[])[] } | undefined {
  const account = parseAccount(drawn.account);
  const address = parseAddress(drawn.address);
  if (!account.ok || !address.ok) throw new Error('the pools hold only good ones');
  const compiled = compileRaw(documents);
  const policies = readyOf(compiled);
  const domain = policies.has(account.value.domain) ? account.value.domain : '*';
  const policy = policies.get(domain);
  const trusts = drawn.trusts.filter((kind) => offered(policy, kind));
  const login: JudgedLogin = {
    ...drawn,
    ...{ account: account.value.name, address: address.value.text, remember: false, prove: false },
    trusts,
    ...{ firstResult: 'right', secondResult: 'right', passkeyResult: 'right', recovery: false },
    hasOtp: definite(drawn.hasOtp),
    hasPasskey: definite(drawn.hasPasskey),
    hasSaml: definite(drawn.hasSaml),
  };
  const browser = around.atHome ? address : parseAddress(around.browser ?? '');
  const situation: Situation = {
    ...{ policy, now: drawn.now, account: login.account, service: drawn.service },
    ...{ address: address.value, interactive: drawn.interactive },
    presented: {
      ...{ first: drawn.first, second: drawn.second, passkey: drawn.passkey },
      ...{ remember: false, prove: false },
    },
    right: {
      first: drawn.firstResult === 'right',
      second: drawn.secondResult === 'right',
      passkey: drawn.passkeyResult === 'right',
    },
    trustedIp: trusts.includes('trusted-ip'),
    trustedDevice: trusts.includes('trusted-device'),
    has: {
      ...{ password: around.password, appPassword: around.appPassword },
      roomForAppPassword: around.roomForAppPassword,
      ...{ otp: definite(drawn.hasOtp), passkey: definite(drawn.hasPasskey) },
      saml: definite(drawn.hasSaml),
      // Codes are the way back of who has a passkey alone, too.
      authenticator: definite(drawn.hasOtp) && around.authenticator,
      recoveryCode: (definite(drawn.hasOtp) || definite(drawn.hasPasskey)) && around.recoveryCode,
      passkeyHosts: definite(drawn.hasPasskey) ? around.passkeyHosts : [],
    },
    room: {
      ip: around.roomIp && policy?.described.trust.ip !== undefined,
      device: around.roomDevice && policy?.described.trust.device !== undefined,
    },
    browser: browser.ok ? browser.value : undefined,
    clients: around.client ? [{ id: 'webmail', service: 'WebUI', oidc: around.client.oidc }] : [],
  };
  const world: World = {
    ...{ documents, situation, login, addresses: [login.address] },
    ...{ newAppPassword: false, session: false, presents: [] },
    answers: {
      authenticator: situation.has.authenticator,
      recoveryCode: situation.has.recoveryCode,
      passkeyAt: situation.has.passkeyHosts,
    },
  };
  const sets = compiled.get(domain)?.rangeSets.map(({ names }) => names) ?? [];
  return { world, sets };
}

function offered(policy: Situation['policy'], kind: JudgedLogin['trusts'][number]): boolean {
  const trustOf = policy?.described.trust;
  return (kind === 'trusted-ip' ? trustOf?.ip : trustOf?.device) !== undefined;
}

const cases = fc.tuple(
  documentsArbitrary,
  fc.array(loginArbitrary, { minLength: 4, maxLength: 4 }),
  circumstances,
);

/** What a way says, done. */
function actsOf(world: World, way: WayIn): Act[][] {
  const at = (place: SignInPlace): (readonly string[])[] => {
    switch (place.kind) {
      case 'here':
        return [[world.situation.browser?.text ?? 'nowhere']];
      case 'login':
        return [[world.login.address]];
      case 'networks':
        // Any of them will do, so that each is tried by itself.
        return place.networks.map((name) => addressesIn(world, [name]));
      default:
        return place satisfies never;
    }
  };
  const actOf = (step: Step): Act[] => {
    switch (step.kind) {
      case 'present':
        // Each thing that it names must be one that the person has.
        if (step.factor === 'otp') {
          const { authenticator, recoveryCode } = step.by;
          return [
            ...(authenticator ? [present('otp', 'authenticator')] : []),
            ...(recoveryCode ? [present('otp', 'recovery-code')] : []),
          ];
        }
        if (step.factor === 'passkey') {
          const hosts = step.hosts.length > 0 ? step.hosts : [NEW_PASSKEY_HOST];
          return hosts.map((host) => present('passkey', host));
        }
        return [present(step.factor)];
      case 'create-app-password':
        return at(step.place).map((addresses) => createAppPassword(addresses));
      case 'enrol':
        return at(step.place).map((addresses) => enrol(step.factor, addresses));
      case 'trust':
        return step.services.map((service) => trust(step.trust, [service]));
      case 'sign-in':
        return [signIn];
      case 'come-from':
        return step.networks.map((name) => comeFrom([name]));
      default:
        return step satisfies never;
    }
  };
  return way
    .map(actOf)
    .reduce<Act[][]>(
      (sequences, acts) => sequences.flatMap((before) => acts.map((act) => [...before, act])),
      [[]],
    );
}

function doAll(world: World, acts: readonly Act[]): World | undefined {
  return acts.reduce<World | undefined>((now, act) => now && act(now), world);
}

it('lists only ways that let exactly that login in, with steps that can be done', () => {
  let listed = 0;
  fc.assert(
    fc.property(cases, ([documents, logins, around]) => {
      for (const drawn of logins) {
        const made = worldOf(documents, drawn, around);
        if (made === undefined) continue;
        const { allowedNow, ways } = waysIn(made.world.situation);
        expect(allowedNow).toBe(isLetIn(made.world));
        for (const way of ways) {
          listed += 1;
          for (const acts of actsOf(made.world, way)) {
            const then = doAll(made.world, acts);
            if (then === undefined || !isLetIn(then)) {
              throw new Error(
                `${then === undefined ? 'cannot be done' : 'does not help'}: ${JSON.stringify(way)} ${JSON.stringify(made.world.situation.has)}`,
              );
            }
          }
        }
      }
    }),
    { numRuns: RUNS, seed: 7 },
  );
  expect(listed).toBeGreaterThan(RUNS / 2);
});

it('lists nothing only if no two things that a person can do let the login in', () => {
  let nothing = 0;
  fc.assert(
    fc.property(cases, ([documents, logins, around]) => {
      for (const drawn of logins) {
        const made = worldOf(documents, drawn, around);
        if (made === undefined) continue;
        const { allowedNow, ways } = waysIn(made.world.situation);
        if (allowedNow || ways.length > 0) continue;
        nothing += 1;
        const acts = vocabulary(made.world, made.sets);
        for (const one of acts) {
          const first = one.act(made.world);
          if (first === undefined) continue;
          for (const two of [undefined, ...acts]) {
            const then = two === undefined ? first : two.act(first);
            if (then !== undefined && isLetIn(then)) {
              throw new Error(`helps, and is not listed: ${one.name}, ${two?.name}`);
            }
          }
        }
      }
    }),
    { numRuns: RUNS, seed: 8 },
  );
  expect(nothing).toBeGreaterThan(RUNS / 10);
});

it('lists no step that the others do without', () => {
  fc.assert(
    fc.property(cases, ([documents, logins, around]) => {
      for (const drawn of logins) {
        const made = worldOf(documents, drawn, around);
        for (const way of made === undefined ? [] : waysIn(made.world.situation).ways) {
          for (const left of way) {
            const rest = way.filter((step) => step !== left);
            for (const acts of actsOf(made?.world as World, rest)) {
              const then = doAll(made?.world as World, acts);
              expect(then !== undefined && isLetIn(then)).toBe(false);
            }
          }
        }
      }
    }),
    { numRuns: RUNS / 2, seed: 9 },
  );
});

function vocabulary(
  world: World,
  sets: readonly (readonly string[])[],
): { name: string; act: Act }[] {
  const { browser, address } = world.situation;
  const places = [
    ...(browser === undefined ? [] : [[browser.text]]),
    [address.text],
    ...sets.map((names) => addressesIn(world, names)),
  ].filter((addresses) => addresses.length > 0);
  return [
    ...['password', 'app-password', 'otp', 'passkey', 'saml'].map((factor) => {
      return { name: `present ${factor}`, act: present(factor) };
    }),
    ...places.flatMap((addresses) => [
      { name: `enrol otp at ${addresses}`, act: enrol('otp', addresses) },
      { name: `enrol passkey at ${addresses}`, act: enrol('passkey', addresses) },
      { name: `app password at ${addresses}`, act: createAppPassword(addresses) },
    ]),
    { name: 'trust ip', act: trust('ip') },
    { name: 'trust device', act: trust('device') },
    { name: 'sign in', act: signIn },
    ...sets.map((names) => ({ name: `come from ${names}`, act: comeFrom(names) })),
  ];
}
