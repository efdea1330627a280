import { afterAll, beforeAll, expect, it } from 'vitest';
import { PolicyAdminServiceService as PolicyAdmin } from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { type Served, serveToCallers } from '../../../libs/grpc/testing/serve-to-callers.js';
import { until } from '../../../libs/testing/until.js';
import type { CheckJob } from '../ports/checker.js';
import { type PolicyAdminPorts, policyAdminService } from './policy-admin-service.js';
import { createSetReader } from './read-set.js';

const SET = 8192;
let served: Served;
let checked = 0;

const PROBLEM = {
  ...{ kind: 'document', document: '', file: 'a.yaml', line: 1, column: 1, path: '' },
  ...{ message: 'is wrong', expected: '', counterexample: '' },
};

/** Finds fault with every set, as soon as it is asked. */
let job: CheckJob | undefined;
const checker = {
  within: (given: CheckJob) => {
    job = given;
    return checker;
  },
  readSources: async () => {
    checked += 1;
    return { documents: [], problems: [PROBLEM] };
  },
};

beforeAll(async () => {
  const sets = createSetReader({
    everything: { set: 1 << 20, one: 1 << 20, all: 1 << 20 },
    ownDomains: { set: SET, one: 1.2 * SET, all: 1.7 * SET },
  });
  const admin = (name: string, domain: string) => ({
    ...{ role: 'admin' as const, name, domains: [domain] },
    rpcs: ['gatepost.policy.v1.PolicyAdminService/*'],
  });
  served = await serveToCallers({
    service: 'policy',
    callers: [admin('acme', 'acme.example'), admin('beta', 'beta.example'), admin('operator', '*')],
    assemble: () => [policyAdminService({ checker } as unknown as PolicyAdminPorts, sets)],
  });
});
afterAll(() => served.close());

const file = (document: string, octets = 10, name = `${document}.yaml`) => {
  const value = { name, content: Buffer.alloc(octets, '#'), documents: [document] };
  return { part: { $case: 'file' as const, value } };
};

/** The parts of the answer. The caller does not end its set while `open` is pending. */
async function send(
  who: string,
  files: ReturnType<typeof file>[],
  { by = 'apply' as 'apply' | 'rehearse', open = Promise.resolve(), signal = never() } = {},
) {
  const since = new Date(0);
  async function* requests() {
    yield {
      part: { $case: 'options' as const, value: { since, domain: '', listAtMost: 0 } },
    } as never;
    for (const one of files) yield one as never;
    await open;
  }
  const kinds: (string | undefined)[] = [];
  const answers = served.as(who).bidi(PolicyAdmin[by] as typeof PolicyAdmin.apply, requests(), {
    ...{ signal, deadlineMs: 60_000 },
  });
  for await (const { part } of answers) kinds.push(part?.$case);
  return kinds.filter((kind) => kind !== 'progress');
}
const never = () => new AbortController().signal;

const TOO_LARGE = { code: 'INVALID_ARGUMENT', message: `file: a set has at most ${SET} octets` };

it.each(['apply', 'rehearse'] as const)(
  '%s takes no larger set than the caller may send',
  async (by) => {
    const half = (n: number) => file(`${n === 0 ? '' : `s${n}.`}acme.example`, SET / 2);
    checked = 0;
    const own = [file('acme.example', SET + 1)];
    await expect(send('acme', own, { by })).rejects.toMatchObject(TOO_LARGE);
    expect(checked).toBe(0);
    expect(await send('operator', [half(0), half(1), half(2)], { by })).toEqual(['refused']);
    expect(await send('acme', [half(0)], { by })).toEqual(['refused']);
  },
);

it('refuses a document that is named again before anything is checked', async () => {
  checked = 0;
  const twice = [file('acme.example'), file('acme.example', 10, 'other.yaml')];
  await expect(send('acme', twice)).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    violations: [
      {
        field: 'file.documents[0]',
        description: 'other.yaml: acme.example is in the set already, in acme.example.yaml',
      },
    ],
  });
  expect(checked).toBe(0);
});

it('bounds the sets of domain administrators separately, and releases the room', async () => {
  const leave = new AbortController();
  const open = new Promise<void>(() => {});
  const large = 0.9 * SET;
  const held = send('acme', [file('acme.example', large)], { open, signal: leave.signal });
  held.catch(() => {});
  const beta = () => send('beta', [file('beta.example', large)]).catch((error) => error.code);
  await until('there is no room', async () => expect(await beta()).toBe('RESOURCE_EXHAUSTED'));
  expect(await send('operator', [file('beta.example', large)])).toEqual(['refused']);
  leave.abort();
  await expect(held).rejects.toMatchObject({ code: 'CANCELLED' });
  await until('there is room again', async () => expect(await beta()).toEqual(['refused']));
});

it('keeps one caller from taking all the room, however many sets it sends', async () => {
  const leave = new AbortController();
  const open = new Promise<void>(() => {});
  const half = [file('acme.example', 0.45 * SET)];
  const held = [0, 1].map(() => send('acme', half, { open, signal: leave.signal }));
  for (const one of held) one.catch(() => {});
  const acme = () => send('acme', half).catch((error) => error.code);
  await until('its share is taken', async () => expect(await acme()).toBe('RESOURCE_EXHAUSTED'));
  expect(await send('beta', [file('beta.example', 0.3 * SET)])).toEqual(['refused']);
  leave.abort();
  for (const one of held) await expect(one).rejects.toMatchObject({ code: 'CANCELLED' });
  await until('there is room again', async () => expect(await acme()).toEqual(['refused']));
});

it('checks for a caller, until it leaves', async () => {
  await send('acme', [file('acme.example')]);
  expect(job).toMatchObject({ caller: 'spiffe://gatepost/admin/acme', everywhere: false });
  await send('operator', [file('acme.example')], { by: 'rehearse' });
  expect(job).toMatchObject({ caller: 'spiffe://gatepost/admin/operator', everywhere: true });
  expect(job?.signal).toBeInstanceOf(AbortSignal);
});
