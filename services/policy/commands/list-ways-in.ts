import { type Allowance, createAllowance } from '../../../libs/allowance/index.js';
import { notFound, resourceExhausted } from '../../../libs/errors/index.js';
import type { Account } from '../../../libs/names/account.js';
import type { CallScope } from '../core/answers.js';
import type { RecordedLogin } from '../core/replay.js';
import { type Client, opensFrom } from '../core/session/client.js';
import type { TrustLimits } from '../core/trust-limits.js';
import type { Situation } from '../core/ways/situation.js';
import { type WaysIn, waysIn } from '../core/ways/ways-in.js';
import type { Credentials } from '../ports/factors.js';
import type { History } from '../ports/history.js';
import type { Trust } from '../ports/trust.js';
import type { AuthorizePorts } from './authorize/authorize-ports.js';

export interface WaysPorts extends Pick<AuthorizePorts, 'policies' | 'clock'> {
  readonly otp: Pick<AuthorizePorts['otp'], 'describe'>;
  readonly passkeys: Pick<AuthorizePorts['passkeys'], 'describe'>;
  readonly saml: Pick<AuthorizePorts['saml'], 'available'>;
  readonly credentials: Pick<Credentials, 'describe'>;
  readonly trust: Pick<Trust, 'check' | 'count'>;
  readonly clients: { list(): readonly Client[] };
}

export interface ListWaysInPorts extends WaysPorts {
  readonly history: Pick<History, 'find'>;
  /** The allowance of each account: one question asks six services. */
  readonly questions: Allowance;
}

/** Enough for one page of refused sign-ins at once, then one question per second. */
export function questionsAllowance(now: () => number): Allowance {
  return createAllowance(now, { atOnce: 30, perSecond: 1, clients: 10_000 });
}

export interface ListedWays extends WaysIn {
  /** A limit was reached, so the ways only help after a while. */
  readonly wait: boolean;
  /** The limits of the trust that a step may ask for. */
  readonly limits: TrustLimits | undefined;
  readonly login: LoginToHelp;
}

/** A login that was refused, or would be. */
export type LoginToHelp = Pick<
  RecordedLogin,
  'service' | 'address' | 'interactive' | 'presented' | 'trustedDevice' | 'reason'
> &
  Pick<RecordedLogin, 'first' | 'second' | 'passkey'>;

/**
 * What would let a recorded login of an account in now, under the documents in force, with what the person has enrolled
 * and which trust they hold. Nothing is verified, counted, spent or written.
 *
 * @param asked.signInId the decision of the sign-in in which this is asked; it tells where the person is now
 * @throws GatepostError NOT_FOUND if the record holds no such login of the account; RESOURCE_EXHAUSTED for an account
 * that asks too often; UNAVAILABLE if a service the answer depends on cannot be asked
 */
export async function listWaysIn(
  asked: { readonly account: Account; readonly decisionId: string; readonly signInId: string },
  ports: ListWaysInPorts,
  call: CallScope,
): Promise<ListedWays> {
  const { account, decisionId, signInId } = asked;
  if (!ports.questions.take(account.name, 1)) {
    throw resourceExhausted('too many such requests at once: try again in a moment');
  }
  const [login, signIn] = await Promise.all(
    [decisionId, signInId].map((id) =>
      ports.history.find({ account: account.name, decisionId: id }),
    ),
  );
  if (login === undefined) throw notFound(`no sign-in ${decisionId} of ${account.name}`);
  return waysOfLogin({ account, login, browser: signIn?.address }, ports, call);
}

/**
 * What would let a login in now. Nothing is verified, counted, spent or written.
 * @param of.browser where the person is now; undefined if unknown
 * @throws GatepostError UNAVAILABLE if a service the answer depends on cannot be asked
 */
export async function waysOfLogin(
  of: {
    readonly account: Account;
    readonly login: LoginToHelp;
    readonly browser: RecordedLogin['address'] | undefined;
  },
  ports: WaysPorts,
  call: CallScope,
): Promise<ListedWays> {
  const { account, login, browser } = of;
  const active = ports.policies.current().find(account.domain);
  const limits = active?.limits;
  const known = await lookUp({ account, login, limits }, ports, call);
  const situation: Situation = {
    ...{ policy: active?.policy, now: ports.clock.now(), account: account.name },
    ...{ service: login.service, address: login.address, interactive: login.interactive },
    presented: { ...login.presented, remember: false, prove: false },
    right: rightOf(login),
    trustedDevice: login.trustedDevice === false ? false : undefined,
    browser,
    clients: ports.clients
      .list()
      .filter(({ domains }) => domains.has('*') || domains.has(account.domain))
      .filter((client) => opensFrom(client, login.address))
      .map(({ id, service, how }) => ({ id, service, oidc: how.kind === 'oidc' })),
    ...known,
  };
  return { ...waysIn(situation), wait: login.reason === 'RATE_LIMITED', limits, login };
}

async function lookUp(
  of: {
    readonly account: Account;
    readonly login: LoginToHelp;
    readonly limits: TrustLimits | undefined;
  },
  { credentials, otp, passkeys, saml, trust }: WaysPorts,
  call: CallScope,
): Promise<Pick<Situation, 'has' | 'room' | 'trustedIp'>> {
  const { account, login, limits } = of;
  const question = {
    ...{ account: account.name, address: login.address.text, deviceToken: undefined },
  };
  const [described, enrolment, passkey, provider, found, count] = await Promise.all([
    credentials.describe(account.name, call),
    otp.describe(account.name, call),
    passkeys.describe(account.name, call),
    saml.available(account.domain, call),
    limits?.ip && trust.check({ ...question, limits }, call),
    trust.count(account.name, call),
  ]);
  return {
    has: {
      password: described.mainPassword,
      appPassword: described.appPasswordServices.includes(login.service),
      roomForAppPassword: described.appPasswordsLeft > 0,
      ...{ otp: enrolment.enrolled, passkey: passkey.enrolled, saml: provider },
      authenticator: enrolment.authenticators.length > 0,
      recoveryCode: enrolment.recoveryCodesLeft > 0,
      passkeyHosts: passkey.hosts,
    },
    room: {
      ip: limits?.ip !== undefined && count.addresses < limits.ip.perAccount,
      device: limits?.device !== undefined && count.devices < limits.device.perAccount,
    },
    trustedIp: found?.ip !== undefined,
  };
}

/** A factor that was not compared counts as right: the question is whether it would let the person in. */
function rightOf({ first, second, passkey, presented, reason }: LoginToHelp): Situation['right'] {
  const ended = presented.first === 'session' && reason === 'SESSION_ENDED';
  const isRight = (result: string | undefined) => result === undefined || result === 'right';
  return { first: isRight(first) && !ended, second: isRight(second), passkey: isRight(passkey) };
}
