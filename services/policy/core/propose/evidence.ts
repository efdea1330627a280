import type { Address } from '../../../../libs/names/address.js';
import { prefixText } from '../../../../libs/names/cidr.js';
import type { Service } from '../../../../libs/names/services.js';
import {
  type Combination,
  type Factor,
  factorsOf,
} from '../../../../libs/policy/language/words.js';
import type { RecordedLogin } from '../replay.js';

/** The largest IPv6 range that a provider gives to one customer. */
const IPV6_PREFIX = 48;

/** The range that stands for an address: a /24 or a /48. */
export function prefixOf(address: Address): string {
  if (address.family === 6) return prefixText(address, IPV6_PREFIX);
  return `${address.text.replace(/\.\d+$/, '.0')}/24`;
}

/** The trust that carried a login. Undefined if only its factors did. */
export type Carrier = 'trusted-ip' | 'trusted-device' | undefined;

/** A genuine login, reduced to what a rule needs to allow it again. */
export interface Use {
  readonly login: RecordedLogin;
  readonly account: string;
  readonly service: Service;
  readonly combination: Combination;
  readonly carrier: Carrier;
  /** The range that contains its address: a /24 or a /48. */
  readonly prefix: string;
}

/** Undefined if the login proved nothing that a rule can require. */
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

/** A login that asks for new trust needs a factor, so existing trust did not carry it. */
function carrierOf({ presented, trustedIp, trustedDevice }: RecordedLogin): Carrier {
  if (presented.remember) return undefined;
  if (trustedIp === true) return 'trusted-ip';
  return trustedDevice === true ? 'trusted-device' : undefined;
}

/** A single factor that anyone who learns it can use from anywhere. */
export function isWeak(combination: Combination): boolean {
  return combination === 'password' || combination === 'app-password';
}

/** In the order of the language, without alternatives that another one makes redundant. */
export function alternativesOf(uses: readonly Use[]): Combination[] {
  const all = [...new Set(uses.map(({ combination }) => combination))];
  const needless = (one: Combination) =>
    all.some(
      (other) => other === 'password' && other !== one && factorsOf(one).includes('password'),
    );
  return all.filter((one) => !needless(one)).sort();
}
