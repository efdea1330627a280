import { parseAccount } from '../../names/account.js';
import { parseAddress } from '../../names/address.js';
import type { Parsed } from '../../names/parsed.js';
import { serviceBit } from '../../names/services.js';
import { evaluateLogin } from '../decide/evaluate.js';
import type { Policy } from '../decide/policy.js';
import { TRUST_DEVICE, TRUST_IP, trustsOf } from '../language/words.js';
import type { Judgement } from './judge-login.js';
import type { JudgedLogin } from './raw.js';

const MAX_ROUNDS = 4;

/**
 * Decides a login with the production engine, in the judge's form. Facts are given only when they
 * are asked for, as in a real login, so a fact that is asked for too late or never shows as a
 * difference.
 */
export function engineLogin(policies: ReadonlyMap<string, Policy>, login: JudgedLogin): Judgement {
  const account = must(parseAccount(login.account));
  const policy = policies.get(account.domain) ?? policies.get('*');
  const connection = {
    account: account.name,
    service: serviceBit(login.service),
    address: must(parseAddress(login.address)),
    trustedIp: undefined as boolean | undefined,
    trustedDevice: undefined as boolean | undefined,
  };
  const facts = {
    presented: {
      first: login.first,
      second: login.second,
      recovery: login.recovery,
      remember: login.remember,
      passkey: login.passkey,
      prove: login.prove,
    },
    first: login.firstResult,
    second: login.secondResult,
    passkey: login.passkeyResult,
    interactive: login.interactive,
    hasOtp: undefined as JudgedLogin['hasOtp'] | undefined,
    hasPasskey: undefined as JudgedLogin['hasPasskey'] | undefined,
    hasSaml: undefined as JudgedLogin['hasSaml'] | undefined,
    now: login.now,
  };
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const evaluation = evaluateLogin(policy, connection, facts);
    switch (evaluation.kind) {
      case 'needs-trust':
        if (evaluation.trusts & TRUST_IP)
          connection.trustedIp = login.trusts.includes('trusted-ip');
        if (evaluation.trusts & TRUST_DEVICE) {
          connection.trustedDevice = login.trusts.includes('trusted-device');
        }
        break;
      case 'needs':
        if (evaluation.facts.includes('otp')) facts.hasOtp = login.hasOtp;
        if (evaluation.facts.includes('passkey')) facts.hasPasskey = login.hasPasskey;
        if (evaluation.facts.includes('saml')) facts.hasSaml = login.hasSaml;
        break;
      case 'unavailable':
        return UNAVAILABLE;
      case 'decided': {
        const { outcome } = evaluation;
        return {
          ...outcome,
          missing: outcome.missing.map((factors) => [...factors]),
          proved: [...outcome.proved],
          carriedBy: trustsOf(outcome.carriedBy),
        };
      }
      default:
        return evaluation satisfies never;
    }
  }
  throw new Error('the same facts are asked for again and again');
}

export const UNAVAILABLE: Judgement = {
  decision: 'UNAVAILABLE',
  reason: '',
  rule: null,
  denied: null,
  missing: [],
  proved: [],
  carriedBy: [],
  earnsTrust: false,
  bindSessionToIp: false,
};

function must<T>(parsed: Parsed<T>): T {
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}
