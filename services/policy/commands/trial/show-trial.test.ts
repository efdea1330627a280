import { expect, it } from 'vitest';
import { disowned as disownedEvent } from '../../../../libs/events/definitions/credential.js';
import { makeEvent } from '../../../../libs/events/index.js';
import { systemRandom } from '../../../../libs/random/index.js';
import { disownedBy, trialLogin } from '../../clients/trial-login.js';
import type { Trial } from '../../core/trial/trial.js';
import { loginEvent } from '../../storage/login-event.js';
import { fakePorts, loginOf, NOW, policiesOf } from '../../testing/fake-ports.js';
import { authorize } from '../authorize/authorize.js';
import { callUntil } from '../call-until.js';
import { type ShowTrialPorts, showTrial, type TrialPart } from './show-trial.js';

const DAY = 86_400_000;
const ID = '01936d4e-0000-7000-8000-00000000000a';
const CODE = { kind: 'code', code: '123456', authenticatorId: '' } as const;
const PASSWORD = 'domain: a.tld\nrules: [{ name: all, require: password }]\n';
const BOTH = 'domain: a.tld\nrules: [{ name: two, require: [password + otp, password] }]\n';
const CLOSED = 'domain: a.tld\nrules: [{ name: closed, deny: Closed. }]\n';
const UNKNOWN =
  'domain: a.tld\nrules: [{ name: saml, services: [WebUI], require: [saml, password + otp] }]\n';

const TRIAL: Trial = {
  ...{ id: ID, document: 'a.tld', file: 'a.yaml', content: '', revision: 1, startedAt: 0 },
  ...{ actor: 'spiffe://gatepost/admin/operator', onBehalfOf: '', comment: '', failure: '' },
  ...{ remindAt: NOW + DAY, domains: 1 },
};

/** A recorded login, so many days ago, for which a trial's candidate was evaluated. */
async function recorded(
  daysAgo: number,
  { inForce = PASSWORD, candidate = CLOSED, login = {}, id = ID } = {},
) {
  const { ports } = fakePorts(policiesOf(inForce));
  const policy = policiesOf(candidate).find('a.tld')?.policy;
  const call = callUntil(performance.now() + 60_000, new AbortController().signal);
  const attempt = await authorize(loginOf(login), call, {
    ...ports,
    clock: { now: () => NOW - daysAgo * DAY },
    trials: { find: () => ({ id, document: 'a.tld', candidate: policy }), fail: () => {} },
  });
  return { id: attempt.decisionId, bytes: loginEvent(attempt).bytes };
}

/** That the person said that an event was not them, so many days ago. */
function saidNotMe(about: string, since: number, at: number) {
  const context = { id: systemRandom.id(), service: 'credential', time: NOW - at * DAY };
  return makeEvent(
    disownedEvent,
    { ...context, domain: 'a.tld' },
    {
      ...{ account: 'luca@a.tld', about, since: new Date(NOW - since * DAY).toISOString() },
      actor: { certificate: 'spiffe://gatepost/front-end/portal' },
    },
  ).bytes;
}

async function shown(
  events: readonly Uint8Array[],
  { disowned = [] as Uint8Array[], trial = TRIAL, days = 14, listAtMost = 100 } = {},
) {
  const ports: ShowTrialPorts = {
    trials: { find: async () => ({ ...trial, startedAt: NOW - days * DAY }) },
    history: {
      async *logins() {
        for (const event of events) yield [event];
      },
      async *disowned() {
        yield disowned;
      },
      count: async () => events.length,
      find: async () => undefined,
    },
    checker: {
      trialLogins: async (task) => task.events.flatMap((one) => trialLogin(one, task.trial) ?? []),
    },
    disownedBy,
    clock: { now: () => NOW },
  };
  const parts: TrialPart[] = [];
  for await (const part of showTrial({ document: 'a.tld', listAtMost }, ports)) parts.push(part);
  const summary = parts.find((part) => part.kind === 'summary');
  if (summary?.kind !== 'summary') throw new Error('no summary');
  const differences = parts.flatMap((part) =>
    part.kind === 'difference' ? [part.difference] : [],
  );
  return { ...summary, differences, parts };
}

const bytes = (some: { bytes: Uint8Array }[]) => some.map((one) => one.bytes);

it('groups what would be decided otherwise by person and rule, the newest first named', async () => {
  const anna = { account: { name: 'anna@a.tld', domain: 'a.tld' } as never };
  const logins = [
    await recorded(1),
    await recorded(3),
    await recorded(2, { login: anna }),
    await recorded(1, { candidate: PASSWORD }),
  ];
  const { differences, counts } = await shown(bytes(logins));
  expect(counts).toMatchObject({ logins: 4, allowed: 1, denied: 3, changed: 3, differences: 2 });
  expect(differences).toMatchObject([
    {
      ...{ account: 'luca@a.tld', service: 'WebUI', was: 'ALLOW', wouldBe: 'DENY', count: 2 },
      ...{ ruleWas: 'all', ruleWouldBe: 'closed', reasonWouldBe: 'DENIED_BY_RULE' },
      lastDecisionId: logins[0]?.id,
    },
    { account: 'anna@a.tld', count: 1 },
  ]);
  expect((await shown(bytes(logins), { listAtMost: 1 })).differences).toHaveLength(1);
});

it('two factors are genuine at once, one after 14 days if nobody disowned it', async () => {
  const two = await recorded(1, { inForce: BOTH, login: { second: CODE } });
  const old = await recorded(20);
  const recent = await recorded(13);
  const disowned = await recorded(25);
  const since = await recorded(24);
  const after = await recorded(19);
  const said = [saidNotMe(disowned.id, 25, 23)];
  const { counts } = await shown(bytes([two, old, recent, disowned, since, after]), {
    disowned: said,
    days: 30,
  });
  expect(counts).toMatchObject({ refusedGenuine: 3, refusedRecent: 1, refusedDisowned: 2 });
});

it('is ready after 14 days in which nobody would be refused, and nearly all could be told', async () => {
  const same = await recorded(1, { candidate: PASSWORD });
  const many = Array.from({ length: 100 }, () => same.bytes);
  const unknown = await recorded(1, { candidate: UNKNOWN });
  expect(await shown(many)).toMatchObject({ ready: true });
  expect(await shown(many, { days: 13 })).toMatchObject({ ready: false });
  expect(await shown([])).toMatchObject({ ready: false });
  expect(await shown([...many, unknown.bytes])).toMatchObject({
    ...{ ready: true, counts: { unknown: 1, allowed: 100 } },
  });
  expect(await shown([...many, unknown.bytes, unknown.bytes])).toMatchObject({ ready: false });
  for (const daysAgo of [1, 20]) {
    const refused = await recorded(daysAgo);
    expect(await shown([...many, refused.bytes], { days: 30 })).toMatchObject({ ready: false });
  }
  const failed = { ...TRIAL, failure: 'it threw' };
  expect(await shown(many, { trial: failed })).toMatchObject({ ready: false });
});

it('counts no login of another trial, and none that was erased or met no trial', async () => {
  const other = await recorded(1, { id: '01936d4e-0000-7000-8000-00000000000b' });
  const { counts, parts } = await shown([other.bytes, new Uint8Array()]);
  expect(counts).toMatchObject({ logins: 0, changed: 0 });
  expect(parts[0]).toEqual({ kind: 'progress', done: 0, total: 2 });
});
