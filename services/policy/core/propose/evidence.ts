import type { Address } from '../../../../libs/names/address.js';
import { prefixText } from '../../../../libs/names/cidr.js';
import type { Service } from '../../../../libs/names/services.js';
import {
  type Combination,
  type Factor,
  factorsOf,
} from '../../../../libs/policy/language/words.js';
import type { RecordedLogin } from '../replay.js';

/** A place of IPv6 is what one customer of a provider has at the most. */
const IPV6_PREFIX = 48;

/** The range that an address is looked at as: a /24, or a /48. */
export function prefixOf(address: Address): string {
  if (address.family === 6) return prefixText(address, IPV6_PREFIX);
  return `${address.text.replace(/\.\d+$/, '.0')}/24`;
}

/** What carried a login: a trust that held, or nothing but its factors. */
export type Carrier = 'trusted-ip' | 'trusted-device' | undefined;

/** A genuine login, as far as a rule has to let it in again. */
export interface Use {
  readonly login: RecordedLogin;
  readonly account: string;
  readonly service: Service;
  readonly combination: Combination;
  readonly carrier: Carrier;
  /** The range its address lies in: a /24, or a /48. */
  readonly prefix: string;
}

/** Undefined: it proved nothing that a rule can ask for. */
export function useOf(login: RecordedLogin): Use | undefined {
  const combination = combinationOf(login.proved);
  if (combination === undefined) return undefined;
  return {
    ...{ login, account: login.account.name, service: login.service, combination },
    carrier: carrierOf(login),
    prefix: prefixOf(login.address),
  };
}

function combinationOf(proved: readonly Factor[]): Combination | undefined {
  if (proved.includes('saml')) return 'saml';
  if (proved.includes('session')) return 'session';
  if (proved.includes('app-password')) return 'app-password';
  const password = proved.includes('password');
  if (proved.includes('passkey')) return password ? 'password + passkey' : 'passkey';
  if (!password) return undefined;
  return proved.includes('otp') ? 'password + otp' : 'password';
}

/** New trust needs a factor now: no old trust carries a login that asks for it. */
function carrierOf({ presented, trustedIp, trustedDevice }: RecordedLogin): Carrier {
  if (presented.remember) return undefined;
  if (trustedIp === true) return 'trusted-ip';
  return trustedDevice === true ? 'trusted-device' : undefined;
}

/** One factor, that whoever learns it can use from anywhere. */
export function isWeak(combination: Combination): boolean {
  return combination === 'password' || combination === 'app-password';
}

/** In the order of the language, without those that another of them makes needless. */
export function alternativesOf(uses: readonly Use[]): Combination[] {
  const all = [...new Set(uses.map(({ combination }) => combination))];
  const needless = (one: Combination) =>
    all.some(
      (other) => other === 'password' && other !== one && factorsOf(one).includes('password'),
    );
  return all.filter((one) => !needless(one)).sort();
}
