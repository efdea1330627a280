import { INTERACTIVE_SERVICES, isInteractive, type Service } from '../../../libs/names/services.js';
import { type Judgement, judgeLogin } from '../../../libs/policy/judge/judge-login.js';
import {
  enrolmentOf,
  isEnrolmentPlace,
  isInOneOf,
  partsOf,
} from '../../../libs/policy/judge/judge-scope.js';
import { ADDRESSES } from '../../../libs/policy/judge/pools.js';
import type { JudgedLogin, RawDocument } from '../../../libs/policy/judge/raw.js';
import type { Situation } from '../core/ways/situation.js';

/**
 * A person, their login, and what they have. Acts change it as a person would. The judge decides its logins, not the
 * engine.
 */
export interface World {
  readonly documents: readonly RawDocument[];
  readonly situation: Situation;
  /** The login, as it would be made now. */
  readonly login: JudgedLogin;
  /** Every address the login may come from. It must be allowed from each. */
  readonly addresses: readonly string[];
  readonly newAppPassword: boolean;
  readonly session: boolean;
  /** The factors presented in addition, all right. */
  readonly presents: readonly string[];
  /** The second factors that work. */
  readonly answers: {
    readonly authenticator: boolean;
    readonly recoveryCode: boolean;
    readonly passkeyAt: readonly string[];
  };
}

/** The host at which a newly created passkey works. */
export const NEW_PASSKEY_HOST = 'home.example';

function hasCode({ answers: { authenticator, recoveryCode } }: World): boolean {
  return authenticator || recoveryCode;
}

function hasPasskey({ answers }: World): boolean {
  return answers.passkeyAt.length > 0;
}

/** Something a person can do. Undefined if it is not possible here or with what they have. */
export type Act = (world: World) => World | undefined;

/** Whether the login is allowed from every address, with at least one of the things it can present. */
export function isLetIn(world: World): boolean {
  return world.addresses.every((address) =>
    loginsOf(world).some((login) => {
      return judgeLogin(world.documents, { ...login, address }).decision === 'ALLOW';
    }),
  );
}

/** What the program can present: what it presented before, if it was right, and what is presented in addition. */
function loginsOf(world: World): JudgedLogin[] {
  const { login, situation, presents, newAppPassword, session } = world;
  const { presented, right, interactive, has } = situation;
  const anew = (factor: string) => presents.includes(factor);
  const firsts = new Set<JudgedLogin['first']>(['none']);
  if (right.first && presented.first !== 'session') {
    if (presented.first !== 'password' || has.password) {
      if (presented.first !== 'app-password' || has.appPassword) {
        if (presented.first !== 'saml' || has.saml) firsts.add(presented.first);
      }
    }
  }
  if (right.first && presented.first === 'session' && !interactive) firsts.add('session');
  if (session && !interactive) firsts.add('session');
  if (newAppPassword) firsts.add('app-password');
  for (const factor of ['password', 'app-password', 'saml'] as const) {
    if (!anew(factor)) continue;
    firsts.add(factor === 'password' && presented.first === 'verified' ? 'verified' : factor);
  }
  const otp = hasCode(world) && (anew('otp') || (presented.second && right.second));
  const passkey = hasPasskey(world) && (anew('passkey') || (presented.passkey && right.passkey));
  return [...firsts].flatMap((first) => {
    const one = { ...login, first, second: false, passkey: false };
    const alone = first === 'saml' || first === 'session';
    return [
      one,
      ...(otp && !alone && first !== 'none' ? [{ ...one, second: true }] : []),
      ...(passkey && !alone ? [{ ...one, passkey: true }] : []),
    ];
  });
}

/**
 * Presents a factor that the person has, if the program can.
 * @param by for `otp`: `authenticator` or `recovery-code`; for `passkey`: the host; absent: any
 */
export function present(factor: string, by?: string): Act {
  return (world) => {
    const { situation, answers } = world;
    const { authenticator, recoveryCode, passkeyAt } = answers;
    const code = by === 'authenticator' ? authenticator : by === undefined || recoveryCode;
    const key = by === undefined || passkeyAt.includes(by);
    const { has, interactive, presented } = situation;
    const possible: Readonly<Record<string, boolean>> = {
      password: has.password || presented.first === 'verified',
      'app-password': has.appPassword,
      saml: has.saml && (interactive || presented.first === 'saml'),
      otp: hasCode(world) && code && (interactive || presented.second),
      passkey: hasPasskey(world) && key && (interactive || presented.passkey),
    };
    if (possible[factor] !== true) return undefined;
    return { ...world, presents: [...world.presents, factor] };
  };
}

/** Whether the person can sign in at the sign-in page, from each of these addresses, and earn something. */
function signsIn(
  world: World,
  addresses: readonly string[],
  services: readonly Service[],
  earns: (judged: Judgement, signIn: JudgedLogin) => boolean,
  remember = false,
): boolean {
  return (
    addresses.length > 0 &&
    addresses.every((address) =>
      services.some((service) =>
        signInsOf(world, { service, address, remember }).some((signIn) =>
          earns(judgeLogin(world.documents, signIn), signIn),
        ),
      ),
    )
  );
}

function signInsOf(
  world: World,
  at: Pick<JudgedLogin, 'service' | 'address' | 'remember'>,
): JudgedLogin[] {
  const {
    login,
    situation: { has },
  } = world;
  const trusts = at.address === login.address ? login.trusts : [];
  const plain: JudgedLogin = {
    ...login,
    ...at,
    ...{ interactive: true, prove: true, second: false, passkey: false, recovery: false },
    trusts: trusts.filter((trust) => trust === 'trusted-ip'),
  };
  const passwords = has.password ? [{ ...plain, first: 'password' as const }] : [];
  const otp = hasCode(world);
  const passkey = hasPasskey(world);
  return [
    ...passwords.flatMap((one) => [
      one,
      ...(otp ? [{ ...one, second: true }] : []),
      ...(passkey ? [{ ...one, passkey: true }] : []),
    ]),
    ...(passkey ? [{ ...plain, first: 'none' as const, passkey: true }] : []),
    ...(has.saml ? [{ ...plain, first: 'saml' as const }] : []),
  ];
}

/** Enrols a first second factor from these addresses. */
export function enrol(factor: 'otp' | 'passkey', addresses: readonly string[]): Act {
  return (world) => {
    const { login } = world;
    if (login.hasOtp === true || login.hasPasskey === true) return undefined;
    if (
      !signsIn(world, addresses, INTERACTIVE_SERVICES, (judged, signIn) =>
        earnsEnrolment(world, judged, signIn),
      )
    ) {
      return undefined;
    }
    const changed = factor === 'otp' ? { hasOtp: true } : { hasPasskey: true };
    const answers =
      factor === 'otp'
        ? { ...world.answers, authenticator: true }
        : { ...world.answers, passkeyAt: [NEW_PASSKEY_HOST] };
    return { ...world, answers, login: { ...login, ...changed } };
  };
}

function earnsEnrolment(world: World, judged: Judgement, { address, first }: JudgedLogin): boolean {
  const asks = judged.decision === 'CHALLENGE' && judged.reason === 'ENROLMENT_REQUIRED';
  const proved = first === 'password' || first === 'saml';
  return (
    (judged.decision === 'ALLOW' || asks) &&
    proved &&
    judged.proved.includes(first) &&
    isEnrolmentPlace(partsFor(world), address)
  );
}

/** Makes the address or the device trusted. */
export function trust(
  kind: 'ip' | 'device',
  services: readonly Service[] = INTERACTIVE_SERVICES,
): Act {
  return (world) => {
    const { login, situation } = world;
    const section = partsFor(world)
      .map((part) => part.trust)
      .find((one) => one !== undefined);
    const offered = section === undefined || section === 'none' ? undefined : section[kind];
    if (offered === undefined || !situation.room[kind]) return undefined;
    const shared = services.filter(
      (service) => kind === 'ip' || sharesToken(service, login.service),
    );
    const earns = (judged: Judgement) => judged.decision === 'ALLOW' && judged.earnsTrust;
    if (!signsIn(world, [login.address], shared, earns, true)) return undefined;
    const name = kind === 'ip' ? ('trusted-ip' as const) : ('trusted-device' as const);
    return { ...world, login: { ...login, trusts: [...new Set([...login.trusts, name])] } };
  };
}

function sharesToken(one: Service, other: Service): boolean {
  const browser = ['WebUI', 'WebAdminUI'];
  return (
    isInteractive(other) && (one === other || (browser.includes(one) && browser.includes(other)))
  );
}

/** Creates an app password for the login's service, in a sign-in from these addresses. */
export function createAppPassword(addresses: readonly string[]): Act {
  return (world) => {
    if (!world.situation.has.roomForAppPassword) return undefined;
    const oneFactor = (judged: Judgement, signIn: JudgedLogin) =>
      judged.decision === 'ALLOW' &&
      enrolmentOf(partsFor(world))?.['app-passwords'] === true &&
      signIn.hasOtp === false &&
      signIn.hasPasskey === false &&
      earnsEnrolment(world, judged, signIn);
    const full = ({ decision, proved }: Judgement) =>
      decision === 'ALLOW' &&
      (proved.includes('saml') || proved.includes('passkey') || proved.length === 2);
    const earns = (judged: Judgement, signIn: JudgedLogin) =>
      full(judged) || oneFactor(judged, signIn);
    if (!signsIn(world, addresses, INTERACTIVE_SERVICES, earns)) return undefined;
    return { ...world, newAppPassword: true };
  };
}

/** Signs in for a webmail that opens mail from the login's address. */
export const signIn: Act = (world) => {
  const { situation } = world;
  const { browser, clients } = situation;
  const section = partsFor(world)
    .map((part) => part.trust)
    .find((one) => one !== undefined);
  const offered = section !== undefined && section !== 'none' && section.session !== undefined;
  if (browser === undefined || !offered) return undefined;
  const earned = clients.some(({ service, oidc }) =>
    signsIn(world, [browser.text], [service], (judged) => {
      return judged.decision === 'ALLOW' && !(oidc && judged.bindSessionToIp);
    }),
  );
  return earned ? { ...world, session: true } : undefined;
};

/** Makes the login from anywhere in some networks, without the trust of its address. */
export function comeFrom(networks: readonly string[]): Act {
  return (world) => {
    const addresses = addressesIn(world, networks);
    if (addresses.length === 0) return undefined;
    const trusts = world.login.trusts.filter((one) => one === 'trusted-device');
    return { ...world, addresses, login: { ...world.login, trusts } };
  };
}

/** Every address of the pool that is in these networks of the world's document. */
export function addressesIn(world: World, networks: readonly string[]): string[] {
  return ADDRESSES.filter((address) => isInOneOf(partsFor(world), networks, address));
}

function partsFor({ documents, login }: World): RawDocument[] {
  const domain = login.account.split('@')[1]?.toLowerCase();
  const document =
    documents.find((one) => one.domain === domain) ?? documents.find((one) => one.domain === '*');
  return document === undefined ? [] : partsOf(documents, document);
}
