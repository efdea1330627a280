import { isInteractive } from '../../names/services.js';
import type { Factor, Trust } from '../language/words.js';
import type { Meaning } from '../meaning/meaning-of.js';
import type { Sentence } from '../meaning/sentence.js';
import { numberOf } from './judge-address.js';
import { judgeLogin } from './judge-login.js';
import type { JudgedLogin, RawDocument } from './raw.js';

/** A connection in the terms that sentences use. */
export interface JudgedConnection {
  /** In lower case. */
  readonly account: string;
  readonly service: JudgedLogin['service'];
  readonly address: string;
  readonly trusts: readonly Trust[];
  readonly factors: readonly Factor[];
  /** Null if nothing depends on it. */
  readonly secondFactor: boolean | null;
  readonly now: number;
}

export interface Dispute {
  readonly connection: JudgedConnection | JudgedLogin;
  readonly before: string;
  readonly after: string;
  /** The sentences that cover the connection. */
  readonly said: readonly string[];
}

/**
 * Judges one connection under two sets of documents. Undefined if the sentences are right about it.
 */
export function disputeOf(
  [before, after]: readonly [readonly RawDocument[], readonly RawDocument[]],
  { sentences }: Meaning,
  connection: JudgedConnection,
): Dispute | undefined {
  const login = loginOf(connection);
  const [was, is] = [fateOf(before, login), fateOf(after, login)];
  const said = sentences.filter((sentence) => covers(sentence, connection));
  const kinds = [...new Set(said.map(({ change }) => change))];
  const change = changeFrom(was, is);
  const right = change === undefined ? kinds.length === 0 : kinds.join() === change;
  if (right) return undefined;
  return { connection, before: was, after: is, said: said.map(({ text }) => text) };
}

/**
 * If no sentence mentions an account, service, address and trust, then no login with right factors
 * may be decided differently. Undefined if that is so.
 */
export function silentDispute(
  [before, after]: readonly [readonly RawDocument[], readonly RawDocument[]],
  { sentences }: Meaning,
  login: JudgedLogin,
): Dispute | undefined {
  if (login.first === 'verified') return undefined;
  const held = login.remember ? { ...login, trusts: [] } : login;
  const account = login.account.toLowerCase();
  const where = { ...held, account, factors: [], secondFactor: null };
  if (sentences.some((sentence) => speaksOf(sentence, where))) return undefined;
  const right: JudgedLogin = {
    ...login,
    firstResult: 'right',
    secondResult: 'right',
    passkeyResult: 'right',
    interactive: isInteractive(login.service),
  };
  const [was, is] = [judgeLogin(before, right), judgeLogin(after, right)];
  if (was.decision === is.decision) return undefined;
  return { connection: right, before: was.decision, after: is.decision, said: [] };
}

/** Connections of a sentence, at the edges of the ranges that it names. */
export function cornersOf(sentence: Sentence): JudgedConnection[] {
  const { accounts, services, addresses, trusts, presents, periods, example } = sentence;
  const service = services.at(-1) ?? example.service;
  const account = accounts.everybody ? example.account : (accounts.named.at(-1) as string);
  const edges = (addresses ?? []).slice(0, 3).flatMap(({ first, last }) => [first.text, last.text]);
  const now = periods?.at(-1)?.from ?? undefined;
  const at = example.now;
  return [example.address, ...edges].flatMap((address) =>
    presents.slice(0, 3).map(({ factors, secondFactor }) => ({
      ...{ account, service, address, factors, secondFactor },
      trusts: trusts?.at(-1) ?? [],
      now: now ?? at,
    })),
  );
}

/** Whether a sentence says that a connection is decided differently. */
export function covers(sentence: Sentence, connection: JudgedConnection): boolean {
  return speaksOf(sentence, connection) && isPresented(sentence, connection);
}

type Fate = 'out' | 'enrol' | 'in' | 'bound';

function fateOf(documents: readonly RawDocument[], login: JudgedLogin): Fate {
  const { decision, reason, bindSessionToIp } = judgeLogin(documents, login);
  if (decision === 'ALLOW') return bindSessionToIp ? 'bound' : 'in';
  return decision === 'CHALLENGE' && reason === 'ENROLMENT_REQUIRED' ? 'enrol' : 'out';
}

function changeFrom(was: Fate, is: Fate): Sentence['change'] | undefined {
  if (was === is) return undefined;
  const isIn = (fate: Fate) => fate === 'in' || fate === 'bound';
  if (isIn(was) && isIn(is)) return is === 'bound' ? 'bound' : 'not-bound';
  if (isIn(is)) return 'allowed';
  if (isIn(was)) return 'refused';
  return is === 'enrol' ? 'enrolment' : 'no-enrolment';
}

function loginOf(connection: JudgedConnection): JudgedLogin {
  const { factors, secondFactor } = connection;
  const first = factors.find((factor) => factor !== 'otp' && factor !== 'passkey') ?? 'none';
  const has = secondFactor !== false;
  return {
    ...connection,
    first: first as JudgedLogin['first'],
    second: factors.includes('otp'),
    passkey: factors.includes('passkey'),
    ...{ recovery: false, remember: false, prove: false },
    interactive: isInteractive(connection.service),
    ...{ firstResult: 'right', secondResult: 'right', passkeyResult: 'right' },
    ...{ hasOtp: has, hasPasskey: has, hasSaml: true },
  };
}

type Place = Omit<JudgedConnection, 'factors' | 'secondFactor'>;

/**
 * Whether a sentence is about this account, service, address, trust and time, whatever is
 * presented.
 */
function speaksOf(sentence: Sentence, { account, service, address, trusts, now }: Place): boolean {
  const { everybody, named } = sentence.accounts;
  if (named.includes(account) === everybody) return false;
  if (!sentence.services.includes(service)) return false;
  if (sentence.addresses !== null && !isWithin(sentence.addresses, address)) return false;
  const held = [...trusts].sort().join();
  if (
    sentence.trusts !== null &&
    !sentence.trusts.some((some) => [...some].sort().join() === held)
  ) {
    return false;
  }
  return (
    sentence.periods?.some(({ from, until }) => {
      return (from === null || from <= now) && (until === null || now < until);
    }) ?? true
  );
}

function isPresented({ presents }: Sentence, { factors, secondFactor }: JudgedConnection): boolean {
  return presents.some(
    (one) => one.factors.join() === factors.join() && one.secondFactor === secondFactor,
  );
}

function isWithin(ranges: NonNullable<Sentence['addresses']>, address: string): boolean {
  const [family, value] = numberOf(address);
  return ranges.some(({ first, last }) => {
    const [version, low] = numberOf(first.text);
    return version === family && low <= value && value <= numberOf(last.text)[1];
  });
}
