import { login } from '../../../libs/events/definitions/login.js';
import { readData } from '../../../libs/events/read-data.js';
import { parseAccount } from '../../../libs/names/account.js';
import { parseAddress } from '../../../libs/names/address.js';
import type { Verified } from '../../../libs/policy/decide/facts.js';
import type { Reason } from '../../../libs/policy/decide/reason.js';
import type { RecordedLogin } from '../core/replay.js';

/** The decision in a login event. Undefined if the event was erased or this version cannot read it. */
export function recordedLogin(bytes: Uint8Array): RecordedLogin | undefined {
  if (bytes.length === 0) return undefined;
  const event = JSON.parse(new TextDecoder().decode(bytes)) as {
    id: string;
    time: string;
    data: unknown;
  };
  const data = readData(login, event.data);
  if (data === undefined) return undefined;
  const account = parseAccount(data.account ?? '');
  const address = parseAddress(data.client_ip);
  if (!account.ok || !address.ok) return undefined;
  const { presented, verified, trust } = data;
  // If no document offered a kind of trust, nobody held it.
  const held = (kind: 'ip' | 'device') =>
    trust[kind] ?? (trust.offered.includes(kind) ? undefined : false);
  return {
    decisionId: event.id,
    time: Date.parse(event.time),
    account: account.value,
    service: data.service,
    address: address.value,
    interactive: data.interactive,
    presented: {
      first: presented.first,
      second: presented.second !== 'none',
      recovery: presented.second === 'recovery-code',
      passkey: presented.passkey ?? false,
      // Asking for a session does not change what a login must prove.
      remember: presented.remember.some((kind) => kind !== 'session'),
      prove: presented.prove ?? false,
    },
    first: verified.first,
    second: plain(verified.second),
    trustedIp: held('ip'),
    trustedDevice: held('device'),
    passkey: plain(verified.passkey),
    hasOtp: data.otp_enrolled ?? undefined,
    // Events from before passkeys were asked about lack this field: nobody had a passkey then.
    hasPasskey: data.passkey_enrolled === undefined ? false : (data.passkey_enrolled ?? undefined),
    hasSaml: data.saml_available ?? undefined,
    proved: data.proved,
    signIn: data.session?.sign_in,
    decision: data.decision,
    reason: data.reason as Reason,
    rule: data.rule ?? '',
    policy: data.policy,
  };
}

/** The result of a factor other than a password: right, wrong, or over a limit. */
function plain(result: Verified | undefined) {
  return result === 'wrong-service' || result === 'empty' ? 'wrong' : result;
}
