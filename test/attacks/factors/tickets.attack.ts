import type { MethodDefinition } from '@grpc/grpc-js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { methodsOf } from '../../suite/methods.js';
import { definitions } from '../../suite/proto-client.js';
import {
  codeOf,
  type Holder,
  INVALID_ARGUMENT,
  openStage,
  PERMISSION_DENIED,
  type Stage,
} from './stage.js';

/** Every call that takes a ticket: what a person does about their own account. */
const METHODS = methodsOf()
  .map(({ name }) => name)
  .filter(takesTicket);
/** Calls that accept only a ticket of notice, which no login gives. */
const DISOWNING = /\/Disown/;
/** Calls that do not use up the ticket: they show something, or set what may be set again. */
const NOT_SPENDING =
  /\/(GetOwnPassword|GetOwnNotices|ListUnseenNotices|MarkNoticesSeen|SwitchOwnKind)$/;
/** What a call needs besides the ticket to succeed, and so to use the ticket up. */
const WISHES: Readonly<Record<string, object>> = {
  'gatepost.notice.v1.NoticeSelfService/AskSecondAddress': { address: 'mia@else.example' },
};

let stage: Stage;
let mia: Holder;
beforeAll(async () => {
  // notice needs a relay to run. Nothing answers at this address.
  stage = await openStage({ relay: new URL('smtp://127.0.0.1:9') });
  mia = await stage.holder('mia@a.tld');
});
afterAll(() => stage?.suite.close());

function takesTicket(name: string): boolean {
  const [service = '', method = ''] = name.split('/');
  const all = definitions[service] as unknown as Record<string, MethodDefinition<object, object>>;
  const { requestType } = all[method] as unknown as {
    readonly requestType: { readonly type: { readonly field: readonly { name: string }[] } };
  };
  return requestType.type.field.some((field) => field.name === 'ticket');
}

interface Given {
  readonly token: string;
  readonly purpose: string;
}

async function tickets(): Promise<readonly Given[]> {
  stage.nextStep();
  const { account, password, app } = mia;
  const otp_code = app.codeAt(stage.suite.clock.now());
  return (await stage.login({ account, password, otp_code })).tickets;
}

it('every call of a person’s own account is among those that are tried', () => {
  const services = new Set(METHODS.map((name) => name.split('/')[0]));
  expect([...services].sort()).toEqual([
    'gatepost.audit.v1.AuditSelfService',
    'gatepost.credential.v1.AppPasswordService',
    'gatepost.credential.v1.OwnPasswordService',
    'gatepost.notice.v1.NoticeSelfService',
    'gatepost.otp.v1.OtpEnrollmentService',
    'gatepost.passkey.v1.PasskeyEnrollmentService',
    'gatepost.policy.v1.PolicySelfService',
    'gatepost.truststore.v1.TrustSelfService',
  ]);
});

it.each(METHODS)(
  '%s: refused without a ticket, or with a forged, stolen or used one',
  async (name) => {
    const call = (frontEnd: 'mail' | 'webmail', ticket: string) =>
      codeOf(stage[frontEnd].call(name, { ...WISHES[name], ticket }));
    const drawn = await tickets();
    expect(drawn.map(({ purpose }) => purpose)).toContain('manage');
    for (const { token } of drawn) {
      const [head = '', body = '', signature = ''] = token.split('.');
      const changed = `${head}.${body}.${signature.slice(0, -4)}AAAA`;
      for (const ticket of ['', 'x', changed, `${head}.${body}.`]) {
        expect([PERMISSION_DENIED, INVALID_ARGUMENT], ticket).toContain(await call('mail', ticket));
      }
      // Another front-end has the ticket.
      expect([PERMISSION_DENIED, INVALID_ARGUMENT]).toContain(await call('webmail', token));
    }
    if (DISOWNING.test(name)) {
      for (const { token } of drawn) expect(await call('mail', token)).toBe(PERMISSION_DENIED);
      return;
    }
    // The refused calls did not use the ticket up: its own front-end may still use it once.
    const codes = new Map<string, number>();
    for (const { token, purpose } of drawn) codes.set(purpose, await call('mail', token));
    expect([...codes.values()].some((code) => code !== PERMISSION_DENIED)).toBe(true);
    for (const { token, purpose } of drawn) {
      if (codes.get(purpose) !== 0 || purpose === 'view' || NOT_SPENDING.test(name)) continue;
      expect(await call('mail', token), purpose).toBe(PERMISSION_DENIED);
    }
  },
);
