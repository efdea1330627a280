import {
  TrustKind,
  type Throttle as WireThrottle,
} from '../../../libs/gen/gatepost/common/v1/common.js';
import { CredentialAdminServiceService as Credential } from '../../../libs/gen/gatepost/credential/v1/credential.js';
import { OtpAdminServiceService as Otp } from '../../../libs/gen/gatepost/otp/v1/otp.js';
import { PasskeyAdminServiceService as Passkeys } from '../../../libs/gen/gatepost/passkey/v1/passkey.js';
import { TrustAdminServiceService as Trusts } from '../../../libs/gen/gatepost/truststore/v1/trust_store.js';
import type { Peer } from '../../../libs/grpc/index.js';
import { serviceFromWire } from '../../../libs/grpc/wire/service.js';
import type { Log } from '../../../libs/log/index.js';
import { domainOfAccount } from '../../../libs/names/account.js';
import type { Administrator } from '../core/administrator.js';
import type { Authenticator, Throttle, Trust } from '../core/person.js';
import type { Accounts } from '../ports.js';
import { because, changes, type Deadline, isPassing, reads } from './ask.js';

const FIRST = { size: 100, token: '' };

interface Parts extends Deadline {
  readonly credential: Peer;
  readonly otp: Peer;
  readonly passkey: Peer;
  readonly trustStore: Peer;
  readonly log: Log;
}

/** Reads the people of a domain from the services that keep their factors. */
export function accounts(parts: Parts): Accounts {
  const { credential, otp, passkey, trustStore, log } = parts;

  /** A page is shown even if one service cannot be asked now. */
  async function known<T>(asked: Promise<T>): Promise<T | undefined> {
    try {
      return await asked;
    } catch (error) {
      if (!isPassing(error)) throw error;
      log.warn('a store could not be asked about a person', { error });
      return undefined;
    }
  }

  async function throttlesOf(who: Administrator, asked: { account: string; domain: string }) {
    const request = { ...asked, page: FIRST };
    const answers = await Promise.all([
      credential.unary(Credential.listThrottles, request, reads(who, parts)),
      otp.unary(Otp.listThrottles, request, reads(who, parts)),
      passkey.unary(Passkeys.listThrottles, request, reads(who, parts)),
    ]);
    return answers.flatMap(({ throttles }) => throttles);
  }

  const list: Accounts['list'] = async (who, { domain, account, after, size }) => {
    const request = { domain, account, page: { size, token: after } };
    const answer = await credential.unary(Credential.listAccounts, request, reads(who, parts));
    const items = answer.accounts.map(({ account: name, hasPassword, appPasswords }) => ({
      ...{ account: name, hasPassword, appPasswords },
    }));
    return { items, next: answer.nextToken };
  };

  return {
    list,
    async person(who, account) {
      const domain = domainOfAccount(account);
      const asked = { account };
      const options = reads(who, parts);
      const [found, codes, keys, programs, trusts, throttles] = await Promise.all([
        known(list(who, { domain, account, after: '', size: 1 })),
        known(otp.unary(Otp.listAuthenticators, asked, options)),
        known(passkey.unary(Passkeys.listPasskeys, asked, options)),
        known(credential.unary(Credential.listAppPasswords, asked, options)),
        known(trustStore.unary(Trusts.listTrust, { account, domain: '', page: FIRST }, options)),
        known(throttlesOf(who, { account, domain: '' })),
      ]);
      return {
        known: found?.items[0],
        authenticators: codes?.authenticators.map(toAuthenticator),
        recoveryCodes: codes?.recoveryCodesLeft ?? 0,
        passkeys: keys?.passkeys.map(({ id, label, rpId, lastUsedAt }) => ({
          ...{ id, label, host: rpId, lastUsedAt: lastUsedAt?.getTime() },
        })),
        appPasswords: programs?.appPasswords.map((each) => ({
          ...{ id: each.id, label: each.label, lastUsedAt: each.lastUsedAt?.getTime() },
          services: each.services.flatMap((service) => serviceFromWire(service) ?? []),
          lastAddress: each.lastUsedIp,
        })),
        trusts: trusts?.trusts.flatMap((trust) => toTrust(trust) ?? []),
        throttles: throttles?.map(toThrottle),
      };
    },
    async hasSecondFactor(who, account) {
      const options = reads(who, parts);
      const [codes, keys] = await Promise.all([
        otp.unary(Otp.listAuthenticators, { account }, options),
        passkey.unary(Passkeys.listPasskeys, { account }, options),
      ]);
      return codes.authenticators.length + keys.passkeys.length > 0;
    },
    async locked(who, domain) {
      const throttles = await throttlesOf(who, { account: '', domain });
      const held = throttles.filter(({ failures, limit }) => failures >= limit);
      return [...new Set(held.map(({ account }) => account).filter((name) => name !== ''))];
    },
    async unlock(who, account, reason) {
      const request = { account, clientIp: '', actor: because(reason) };
      const options = changes(who, parts);
      const { authenticators } = await otp.unary(
        Otp.listAuthenticators,
        { account },
        reads(who, parts),
      );
      const locked = authenticators.filter(({ lockedUntil }) => lockedUntil !== undefined);
      for (const { id } of locked) {
        const unlock = { account, authenticatorId: id, actor: because(reason) };
        await otp.unary(Otp.unlockAuthenticator, unlock, options);
      }
      const cleared = await Promise.all([
        credential.unary(Credential.clearThrottle, request, options),
        otp.unary(Otp.clearThrottle, request, options),
        passkey.unary(Passkeys.clearThrottle, request, options),
      ]);
      return cleared.reduce((sum, each) => sum + each.cleared, locked.length);
    },
    async endTrust(who, { account, sessionsOnly, reason }) {
      const request = {
        ...{ account, domain: '', clientIp: '', trustId: '', grantedBefore: undefined },
        kind: sessionsOnly ? TrustKind.SESSION : TrustKind.UNSPECIFIED,
        actor: because(reason),
      };
      const { revoked } = await trustStore.unary(Trusts.revokeTrust, request, changes(who, parts));
      return revoked;
    },
  };
}

function toAuthenticator(each: {
  id: string;
  label: string;
  lastUsedAt?: Date | undefined;
  lockedUntil?: Date | undefined;
}): Authenticator {
  const { id, label, lastUsedAt, lockedUntil } = each;
  return { id, label, lastUsedAt: lastUsedAt?.getTime(), lockedUntil: lockedUntil?.getTime() };
}

const KINDS: Readonly<Record<number, Trust['kind']>> = {
  [TrustKind.IP]: 'ip',
  [TrustKind.DEVICE]: 'device',
  [TrustKind.SESSION]: 'session',
};

function toTrust(trust: {
  trustId: string;
  kind: TrustKind;
  prefix: string;
  label: string;
  until?: Date | undefined;
  lastUsedAt?: Date | undefined;
  lastIp: string;
}): Trust | undefined {
  const kind = KINDS[trust.kind];
  if (kind === undefined) return undefined;
  return {
    ...{ id: trust.trustId, kind, name: kind === 'ip' ? trust.prefix : trust.label },
    until: trust.until?.getTime() ?? 0,
    lastUsedAt: trust.lastUsedAt?.getTime(),
    lastAddress: trust.lastIp,
  };
}

function toThrottle({ secret, address, failures, limit }: WireThrottle): Throttle {
  return { secret, address, failures, limit };
}
