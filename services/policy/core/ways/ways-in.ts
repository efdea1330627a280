import type { Address } from '../../../../libs/names/address.js';
import { isInteractive, type Service } from '../../../../libs/names/services.js';
import { type Network, networksOf } from '../../../../libs/policy/decide/networks.js';
import { decide, type State } from './decide.js';
import { type Presentation, presentations } from './presentations.js';
import { type Earning, signInsEarning } from './sign-ins.js';
import type { SignInPlace, Situation, Step, WayIn } from './situation.js';
import { smallest } from './smallest.js';

export interface WaysIn {
  /** The same login, presenting what it presented and that being right, would be allowed now. */
  readonly allowedNow: boolean;
  /** Those with the fewest steps first. */
  readonly ways: readonly WayIn[];
}

/**
 * The smallest sets of steps after which exactly this login is allowed, as the engine decides under the current policy.
 *
 * A set holds at most one step of a kind. After one enrolment a second one would no longer be a first enrolment. One
 * trust is enough, because a rule asks for any of those it names.
 */
export function waysIn(situation: Situation): WaysIn {
  const now = stateNow(situation);
  const networks = situation.policy === undefined ? [] : networksOf(situation.policy);
  const asBefore = presentations(situation, now).filter(({ steps, session, newAppPassword }) => {
    return steps.length === 0 && !newAppPassword && (!session || holdsSession(situation));
  });
  const here = (presentation: Presentation) =>
    isAllowed(situation, now, { address: situation.address, presentation });
  if (asBefore.some(here)) return { allowedNow: true, ways: [] };
  return { allowedNow: false, ways: smallest(allWays(situation, now, networks)) };
}

function* allWays(
  situation: Situation,
  now: State,
  networks: readonly Network[],
): Generator<WayIn> {
  const earning = (state: State, what: Earning) => findSignIn(situation, state, networks, what);
  for (const enrolment of enrolments(situation, now, earning)) {
    for (const trust of trusts(situation, enrolment.state)) {
      const makes = appPasswordSteps(enrolment.state, earning);
      const state = trust.state;
      const before = [...enrolment.steps, ...trust.steps];
      for (const presentation of presentations(situation, state)) {
        const needed = neededSteps(situation, state, presentation, makes);
        if (needed === undefined) continue;
        const steps = [...before, ...needed];
        if (isAllowed(situation, state, { address: situation.address, presentation })) {
          yield [...steps, ...presentation.steps];
        }
        // Trust of this address does not help elsewhere.
        if (trust.steps.some((step) => step.kind === 'trust' && step.trust === 'ip')) continue;
        for (const { names, examples } of networks) {
          const elsewhere = { ...state, trustedIp: false };
          const good = (address: Address) =>
            isAllowed(situation, elsewhere, { address, presentation });
          if (examples.length === 0 || !examples.every(good)) continue;
          yield [...steps, { kind: 'come-from', networks: names }, ...presentation.steps];
        }
      }
    }
  }
}

/** If it is unknown whether the device is trusted, the login must be allowed both ways. */
function isAllowed(
  situation: Situation,
  state: State,
  { address, presentation }: { address: Address; presentation: Presentation },
): boolean {
  const { service, interactive } = situation;
  const known = situation.trustedDevice !== undefined || state.trustedDevice;
  const states = known ? [state.trustedDevice] : [false, true];
  return states.every((trustedDevice) => {
    const tried = { service, address, interactive, presented: presentation.presented };
    return decide(situation, { ...state, trustedDevice }, tried).decision === 'ALLOW';
  });
}

function stateNow({ has, trustedIp, trustedDevice }: Situation): State {
  return {
    ...{ otp: has.otp, passkey: has.passkey },
    codes: { authenticator: has.authenticator, recoveryCode: has.recoveryCode },
    passkeyHosts: has.passkeyHosts.length > 0 ? has.passkeyHosts : undefined,
    trustedIp,
    trustedDevice: trustedDevice === true,
  };
}

function holdsSession({ presented, right }: Situation): boolean {
  return presented.first === 'session' && right.first;
}

interface Change {
  readonly state: State;
  readonly steps: readonly Step[];
}

type Found = { readonly place: SignInPlace; readonly services: readonly Service[] };
type FindSignIn = (state: State, earning: Earning) => Found | undefined;

/** The changes by enrolment: none, or one that enrols a first second factor. */
function enrolments(situation: Situation, now: State, find: FindSignIn): Change[] {
  const nothing: Change = { state: now, steps: [] };
  const { otp, passkey } = situation.has;
  const found = otp || passkey ? undefined : find(now, 'enrolment');
  if (found === undefined) return [nothing];
  return [
    nothing,
    // New recovery codes should be kept, so no way proposes to use one.
    ...(['otp', 'passkey'] as const).map((factor): Change => {
      const codes = { authenticator: factor === 'otp', recoveryCode: false };
      const passkeyHosts = factor === 'passkey' ? [] : undefined;
      const state = { ...now, [factor]: true, codes, passkeyHosts };
      return { state, steps: [{ kind: 'enrol', factor, ...found }] };
    }),
  ];
}

/** The changes by trust: none, or one more trust. */
function trusts(situation: Situation, state: State): Change[] {
  const { room, address, service, browser } = situation;
  const changes: Change[] = [{ state, steps: [] }];
  const services = signInsEarning(situation, state, address, 'trust').map((one) => one.service);
  if (services.length === 0) return changes;
  const place: SignInPlace = browser?.text === address.text ? { kind: 'here' } : { kind: 'login' };
  if (room.ip && !state.trustedIp) {
    const step = { kind: 'trust', trust: 'ip', place, services } as const;
    changes.push({ state: { ...state, trustedIp: true }, steps: [step] });
  }
  const sharing = services.filter((one) => sharesDevice(one, service));
  if (room.device && situation.trustedDevice !== true && sharing.length > 0) {
    const step = { kind: 'trust', trust: 'device', place, services: sharing } as const;
    changes.push({ state: { ...state, trustedDevice: true }, steps: [step] });
  }
  return changes;
}

const IN_A_BROWSER: readonly Service[] = ['WebUI', 'WebAdminUI'];

/** Whether two services share the device token: that of the browser, or the program's own. */
function sharesDevice(one: Service, other: Service): boolean {
  if (!isInteractive(other)) return false;
  return one === other || (IN_A_BROWSER.includes(one) && IN_A_BROWSER.includes(other));
}

/** The step that creates an app password. Undefined if it is not possible. */
function appPasswordSteps(state: State, find: FindSignIn): Step | undefined {
  const full = find(state, 'manage');
  const found = full ?? find(state, 'manage-on-one-factor');
  return found && { kind: 'create-app-password', oneFactor: full === undefined, ...found };
}

/** The steps needed before this can be presented. Undefined if it cannot be. */
function neededSteps(
  situation: Situation,
  state: State,
  { session, newAppPassword }: Presentation,
  appPassword: Step | undefined,
): readonly Step[] | undefined {
  if (newAppPassword) return appPassword && [appPassword];
  if (!session || holdsSession(situation)) return [];
  const signIn = sessionStep(situation, state);
  return signIn && [signIn];
}

/** A sign-in where the person is now, for a webmail that opens mail from the login's address. */
function sessionStep(situation: Situation, state: State): Step | undefined {
  const { browser, clients, address } = situation;
  if (browser === undefined) return undefined;
  const there = browser.text === address.text ? state : { ...state, trustedIp: false };
  const signIns = signInsEarning(situation, there, browser, 'session');
  for (const { id, service, oidc } of clients) {
    const signIn = signIns.find((one) => one.service === service);
    if (signIn === undefined || (oidc && signIn.outcome.bindSessionToIp)) continue;
    return { kind: 'sign-in', client: id, services: [service] };
  }
  return undefined;
}

/**
 * Finds where a sign-in earns something: where the person is, else where the login came from, else in some networks.
 */
function findSignIn(
  situation: Situation,
  state: State,
  networks: readonly Network[],
  earning: Earning,
): Found | undefined {
  const { browser, address } = situation;
  const elsewhere = { ...state, trustedIp: false };
  const at = (from: Address) => {
    const there = from.text === address.text ? state : elsewhere;
    return signInsEarning(situation, there, from, earning).map(({ service }) => service);
  };
  const places: [SignInPlace, Address | undefined][] = [
    [{ kind: 'here' }, browser],
    [{ kind: 'login' }, address],
  ];
  for (const [place, from] of places) {
    const services = from === undefined ? [] : at(from);
    if (services.length > 0) return { place, services };
  }
  const good = networks.flatMap(({ names, examples }) => {
    const [first = [], ...others] = examples.map((example) => at(example));
    const services = first.filter((service) => others.every((list) => list.includes(service)));
    return services.length > 0 ? [{ names, services }] : [];
  });
  if (good.length === 0) return undefined;
  const names = [...new Set(good.flatMap((one) => one.names))];
  const services = good[0]?.services.filter((one) =>
    good.every((network) => network.services.includes(one)),
  );
  return services === undefined || services.length === 0
    ? {
        place: { kind: 'networks', networks: good[0]?.names ?? [] },
        services: good[0]?.services ?? [],
      }
    : { place: { kind: 'networks', networks: names }, services };
}
