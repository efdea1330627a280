import type * as z from 'zod';
import type { EventDefinition } from '../../../libs/events/define-event.js';
import * as credential from '../../../libs/events/definitions/credential.js';
import { login } from '../../../libs/events/definitions/login.js';
import * as otp from '../../../libs/events/definitions/otp.js';
import * as passkeys from '../../../libs/events/definitions/passkey.js';
import { accountRemoved, enrolmentDue } from '../../../libs/events/definitions/policy.js';
import * as trust from '../../../libs/events/definitions/trust.js';
import { readData } from '../../../libs/events/read-data.js';
import type { Kind } from '../core/kinds.js';
import type { Facts, NoticeEvent } from '../core/notice.js';

/** What an event means, without the fields that every event has. */
type EventContent =
  | {
      readonly account: string;
      readonly kind: Kind;
      readonly facts: Facts;
      /** The language of a sign-in page, BCP 47. */
      readonly language?: string | undefined;
    }
  | { readonly removed: string }
  | undefined;

interface Reader {
  readonly type: string;
  readonly read: (data: unknown) => EventContent;
}

/** The events that people are notified of, and what each means. Other events cause no mail. */
const READERS: readonly Reader[] = [
  reader(login, ({ account, decision, presented, verified, ...rest }) => {
    // The session of a webmail belongs to a sign-in that was already reported.
    if (account === undefined || presented.first === 'session') return;
    const facts = { address: rest.client_ip, service: rest.service, userAgent: rest.user_agent };
    if (decision === 'ALLOW') return { account, kind: 'sign-in', facts, language: rest.language };
    // Somebody knows the password. A challenge is no end: the sign-in goes on.
    const knowsPassword = presented.first === 'password' && verified.first === 'right';
    if (decision !== 'DENY' || !knowsPassword) return;
    return { account, kind: 'sign-in-refused', facts };
  }),
  reader(trust.trustGranted, ({ account, kind, renewed, label, prefix, until, from_ip }) => {
    if (kind === 'session' || renewed) return;
    const facts = { address: from_ip, label: label ?? prefix, until: Date.parse(until) };
    return { account, kind: 'trust-granted', facts };
  }),
  reader(trust.trustStolen, ({ account, label, client_ip }) => {
    return { account, kind: 'trust-stolen', facts: { label, address: client_ip } };
  }),
  ...[otp.authenticatorConfirmed, otp.authenticatorImported].map((definition) =>
    reader(definition, ({ account, authenticator, actor }) => {
      const facts = { label: authenticator.label, ...by(actor) };
      return { account, kind: 'authenticator-added', facts };
    }),
  ),
  ...(
    [
      [otp.authenticatorRemoved, 'authenticator-removed'],
      [otp.authenticatorSuspended, 'authenticator-suspended'],
      [otp.authenticatorRestored, 'authenticator-restored'],
    ] as const
  ).map(([definition, kind]) =>
    reader(definition, ({ account, authenticator, actor }) => {
      return { account, kind, facts: { label: authenticator.label, ...by(actor) } };
    }),
  ),
  ...(
    [
      [passkeys.passkeyRegistered, 'passkey-added'],
      [passkeys.passkeyRemoved, 'passkey-removed'],
      [passkeys.passkeySuspended, 'passkey-suspended'],
      [passkeys.passkeyRestored, 'passkey-restored'],
    ] as const
  ).map(([definition, kind]) =>
    reader(definition, ({ account, passkey, actor }) => {
      return { account, kind, facts: { label: passkey.label, ...by(actor) } };
    }),
  ),
  reader(passkeys.passkeyCounterFell, ({ account, passkey, client_ip }) => {
    return { account, kind: 'passkey-copied', facts: { label: passkey.label, address: client_ip } };
  }),
  reader(passkeys.passkeyHostMoves, ({ account, rp_id, to, until }) => {
    const facts = { oldHost: rp_id, newHost: to, until: Date.parse(until) };
    return { account, kind: 'passkey-host-moves', facts };
  }),
  reader(otp.authenticatorLocked, ({ account, client_ip, until }) => {
    return { account, kind: 'locked', facts: { address: client_ip, until: Date.parse(until) } };
  }),
  reader(otp.recoveryCodeUsed, ({ account, left, client_ip }) => {
    return { account, kind: 'recovery-code-used', facts: { count: left, address: client_ip } };
  }),
  reader(otp.recoveryCodesIssued, ({ account, count, actor }) => {
    return { account, kind: 'recovery-codes-new', facts: { count, ...by(actor) } };
  }),
  reader(otp.otpReset, ({ account, actor }) => {
    return { account, kind: 'factors-reset', facts: by(actor) };
  }),
  ...[
    otp.otpThrottle.locked,
    credential.credentialThrottle.locked,
    passkeys.passkeyThrottle.locked,
  ].map((definition) =>
    reader(definition, ({ account, address }) => {
      if (account === undefined) return;
      return { account, kind: 'locked', facts: { address } };
    }),
  ),
  reader(credential.passwordSet, ({ account, actor }) => {
    return { account, kind: 'password-changed', facts: by(actor) };
  }),
  reader(credential.appPasswordCreated, ({ account, app_password, actor }) => {
    const facts = { label: app_password.label, ...by(actor) };
    return { account, kind: 'app-password-added', facts };
  }),
  reader(credential.appPasswordRevoked, ({ account, app_password, actor }) => {
    const facts = { label: app_password.label, ...by(actor) };
    return { account, kind: 'app-password-removed', facts };
  }),
  reader(credential.disowned, ({ account }) => ({ account, kind: 'disowned', facts: {} })),
  reader(credential.appPasswordExpired, ({ account, app_password }) => {
    return { account, kind: 'app-password-expired', facts: { label: app_password.label } };
  }),
  reader(enrolmentDue, ({ account, until }) => {
    return { account, kind: 'enrolment-due', facts: { until: Date.parse(until) } };
  }),
  reader(accountRemoved, ({ account }) => ({ removed: account })),
];

const BY_TYPE = new Map(READERS.map((one) => [one.type, one]));

/**
 * The meaning of a recorded event, given its canonical bytes, for its person. Undefined if there is none, for example
 * because the event was erased.
 * @throws Error if it is not one of our events; the record does not accept those
 */
export function readEvent(bytes: Uint8Array): NoticeEvent | undefined {
  if (bytes.length === 0) return undefined;
  const { id, type, time, data } = JSON.parse(Buffer.from(bytes).toString('utf8')) as {
    readonly [name: string]: unknown;
  };
  const content = BY_TYPE.get(String(type))?.read(data);
  if (content === undefined) return undefined;
  if ('removed' in content) return { is: 'removal', account: content.removed };
  const { language, ...rest } = content;
  const notice = { ...rest, id: String(id), at: Date.parse(String(time)) };
  const isSignIn = content.kind === 'sign-in' || content.kind === 'sign-in-refused';
  return isSignIn ? { is: 'sign-in', notice, language } : { is: 'notice', notice };
}

function reader<Data extends z.ZodType>(
  definition: EventDefinition<Data>,
  read: (data: z.output<Data>) => EventContent,
): Reader {
  return {
    type: definition.type,
    // An event that another version recorded in another shape is skipped, so that later events are still processed.
    read(data) {
      const known = readData(definition, data);
      return known === undefined ? undefined : read(known);
    },
  };
}

function by({ certificate }: { readonly certificate: string }): Facts {
  return certificate.startsWith('spiffe://gatepost/admin/') ? { byAdministrator: true } : {};
}
