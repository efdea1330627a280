import { Verdict } from '../../../libs/gen/gatepost/common/v1/common.js';
import type {
  PasskeyHost,
  VerifyAssertionResponse,
  Passkey as WirePasskey,
} from '../../../libs/gen/gatepost/passkey/v1/passkey.js';
import { type RequestReader, UUID } from '../../../libs/grpc/requests/index.js';
import { domainOfAccount } from '../../../libs/names/account.js';
import type { ListedHost } from '../commands/list-by-domain.js';
import type { Hosts } from '../core/hosts.js';
import { LABEL_OCTETS } from '../core/passkey.js';
import type { AssertionOutcome } from '../core/verdict.js';
import type { StoredPasskey } from '../ports.js';

/** Reads a token, which consists of an id and a secret. */
export function readRegistrationToken(reader: RequestReader, text: string): string {
  const [id = '', ...secrets] = reader
    .text('registration_token', text, { min: 1, max: 128 })
    .split('.');
  if (!UUID.test(id) || secrets.length !== 1) {
    reader.refuse('registration_token', 'is not a token of a registration');
  }
  return text;
}

/** Reads an account; empty if none is named. */
export function readAccount(reader: RequestReader, text: string): string {
  return text === '' ? '' : reader.account('account', text).name;
}

/** Reads a browser's response. The command checks whether it is a valid one. */
export function readResponse(reader: RequestReader, bytes: Buffer): Buffer {
  return reader.bytes('response', bytes, { min: 1, max: 16_384 });
}

/** Reads the host of the sign-in page. */
export function readHost(reader: RequestReader, text: string): string {
  return reader.domain('sign_in_host', text);
}

/** Reads a domain, or `*`. */
export function readDomain(reader: RequestReader, text: string): string {
  return text === '*' ? text : reader.domain('domain', text);
}

/** The passkeys of a domain's people at a host, in the form of the RPC's answer. */
export function hostToWire(listed: ListedHost): PasskeyHost {
  const { domain, rpId, isHome, usableUntil, passkeys, people, peopleOnlyHere } = listed;
  const gone = usableUntil !== undefined && usableUntil <= listed.now;
  return {
    ...{ domain, host: rpId, isHome, passkeys, people, peopleOnlyHere, unusable: gone },
    usableUntil: usableUntil === undefined || gone ? undefined : new Date(usableUntil),
    accountsOnlyHere: [...listed.accountsOnlyHere],
  };
}

/** Reads a label of 1 to `LABEL_OCTETS` octets that is not blank. */
export function readLabel(reader: RequestReader, label: string): string {
  const read = reader.text('label', label, { min: 1, max: LABEL_OCTETS });
  if (read.length > 0 && read.trim() === '') reader.refuse('label', 'is blank');
  return read;
}

/** The outcome of an assertion, in the form of the RPC's answer. Times are rounded up to seconds. */
export function outcomeToWire(outcome: AssertionOutcome): VerifyAssertionResponse {
  const none = { account: '', passkeyId: '', userVerified: false };
  const rest = { ...none, failedCheck: '', retryAfterSeconds: 0 };
  switch (outcome.verdict) {
    case 'verified': {
      const { account, passkeyId, userVerified } = outcome;
      return { ...rest, verdict: Verdict.VERIFIED, account, passkeyId, userVerified };
    }
    case 'wrong':
      return { ...rest, verdict: Verdict.WRONG, failedCheck: outcome.failedCheck };
    case 'rate-limited': {
      const retryAfterSeconds = Math.ceil(outcome.freeInMs / 1000);
      return { ...rest, verdict: Verdict.RATE_LIMITED, retryAfterSeconds };
    }
    default:
      return outcome satisfies never;
  }
}

/** A passkey without its public key, in the form of the RPC's answer. */
export function passkeyToWire(passkey: StoredPasskey, hosts: Hosts): WirePasskey {
  const { id, label, rpId, transports, backupEligible, backedUp, aaguid, account } = passkey;
  const until = hosts.usableUntil(domainOfAccount(account), rpId);
  return {
    ...{ id, label, rpId, transports: [...transports], backupEligible, backedUp, aaguid },
    createdAt: new Date(passkey.createdAt),
    lastUsedAt: passkey.lastUsedAt === undefined ? undefined : new Date(passkey.lastUsedAt),
    suspendedAt: passkey.suspendedAt === undefined ? undefined : new Date(passkey.suspendedAt),
    usableUntil: until === Number.POSITIVE_INFINITY ? undefined : new Date(until),
  };
}
