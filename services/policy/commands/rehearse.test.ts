import { expect, it } from 'vitest';
import { parseAccount } from '../../../libs/names/account.js';
import { parseAddress } from '../../../libs/names/address.js';
import { checkSet } from '../core/check-set.js';
import { readSources } from '../core/read-sources.js';
import type { RecordedLogin } from '../core/replay.js';
import { replayPage } from '../core/replay-page.js';
import type { ReplayTask } from '../ports/checker.js';
import { NOW, policiesOf } from '../testing/fake-ports.js';
import { type RehearsalPart, type RehearsePorts, rehearse } from './rehearse.js';

const ACTIVE = 'domain: a.tld\nrules: [{ name: all, require: password }]\n';
const CLOSED = 'domain: a.tld\nrules: [{ name: closed, deny: Closed. }]\n';

function recorded(name: string): RecordedLogin {
  const [account, address] = [parseAccount(name), parseAddress('192.0.2.1')];
  if (!account.ok || !address.ok) throw new Error(name);
  return {
    ...{ decisionId: name, time: NOW, account: account.value, service: 'Imap' },
    ...{
      address: address.value,
      interactive: false,
      first: 'right',
      second: undefined,
      passkey: undefined,
    },
    presented: { first: 'password', second: false, remember: false, passkey: false, prove: false },
    ...{ trustedIp: false, trustedDevice: false, hasOtp: false, hasPasskey: false, hasSaml: false },
    ...{ decision: 'ALLOW', reason: 'RULE_SATISFIED', rule: 'all', policy: undefined },
    ...{ proved: ['password'], signIn: undefined },
  };
}

/** Events are accounts here, or uses of their sessions; an empty one was erased. */
function loginOf(event: Uint8Array): RecordedLogin | undefined {
  if (event.length === 0) return undefined;
  const [name = '', of] = Buffer.from(event).toString().split(' ');
  if (of === undefined) return recorded(name);
  const use = recorded(of);
  const presented = { ...use.presented, first: 'session' as const };
  return { ...use, presented, proved: ['session'], signIn: `sign-in of ${of}` };
}

/** The record has all sign-ins but one. */
async function findSignIn(wanted: { account: string }): Promise<RecordedLogin | undefined> {
  const { account } = wanted;
  return account === 'lost@a.tld'
    ? undefined
    : { ...recorded(account), service: 'WebUI', interactive: true };
}

/** The domains whose logins were asked for. */
let asked: (string | undefined)[] = [];

/** What a rehearsal of `text` tells of a record in pages. */
async function told(
  text: string,
  pages: readonly (readonly string[])[],
  count: number,
  documents = ['a.tld'],
) {
  asked = [];
  const ports = {
    policies: { current: () => policiesOf(ACTIVE) },
    history: {
      async *logins({ domain }: { domain: string | undefined }) {
        asked.push(domain);
        for (const page of pages) yield page.map((name) => Buffer.from(name));
      },
      count: async () => count,
      find: findSignIn,
    },
    documents: {
      loadCompiled: async () => null,
      load: async () => [],
      async *dependents() {},
      contents: async () => new Map(),
    },
    checker: {
      readSources: async (sources: Parameters<typeof readSources>[0]) => readSources(sources),
      checkSet: async (set: Parameters<typeof checkSet>[0]) => checkSet(set),
      outline: async (events: readonly Buffer[]) =>
        events.map((event) => {
          const login = loginOf(event);
          if (login === undefined) return null;
          const { account, signIn } = login;
          return { domain: account.domain, account: account.name, signIn };
        }),
      replay: async ({ events, decidedBy, forms, signIns }: ReplayTask) =>
        replayPage(events.map(loginOf), decidedBy, forms, signIns),
    },
    clock: { now: () => NOW },
  } as unknown as RehearsePorts;
  const sources = [{ file: 'a.yaml', text, documents }];
  const request = { sources, since: 0, domain: undefined, listAtMost: 10 };
  const parts: RehearsalPart[] = [];
  for await (const part of rehearse(request, ports)) parts.push(part);
  return parts;
}

/** How far the replay had come, of what. */
const barOf = (parts: readonly RehearsalPart[]) =>
  parts.flatMap((part) =>
    part.kind === 'progress' && part.phase === 'replay' ? [[part.done, part.total]] : [],
  );

it('says how far it has come, of how much, though logins go on', async () => {
  const pages = [['luca@a.tld', 'x@other.tld'], ['anna@a.tld', 'luca@a.tld'], ['luca@a.tld']];
  expect(barOf(await told(ACTIVE, pages, 4))).toEqual([
    [0, 4],
    [2, 4],
    [4, 4],
    [5, 5],
  ]);
  expect(barOf(await told(ACTIVE, pages, 0)).at(-1)).toEqual([5, 0]);
});

it('replays only the logins that the candidate decides', async () => {
  const parts = await told(CLOSED, [['luca@a.tld', 'x@other.tld', 'luca@a.tld']], 3);
  expect(parts.at(-1)).toMatchObject({
    summary: {
      ...{ replayed: 2, changed: 2, notReplayable: 0 },
      counts: [{ was: 'ALLOW', wouldBe: 'DENY', service: 'Imap', rule: 'closed', count: 2 }],
      accounts: [{ account: 'luca@a.tld', count: 2 }],
    },
  });
});

it('reads the logins of the domains of its documents alone; all of them where `*` is among those', async () => {
  const both = `${CLOSED}---\n${CLOSED.replace('a.tld', 'b.tld')}`;
  expect(barOf(await told(both, [[]], 2, ['a.tld', 'b.tld']))[0]).toEqual([0, 4]);
  expect(asked).toEqual(['a.tld', 'b.tld']);
  await told(CLOSED.replace('a.tld', '"*"'), [[]], 2, ['*']);
  expect(asked).toEqual([undefined]);
});

const SESSIONS = `domain: a.tld
networks: { webmail: [192.0.2.1/32] }
rules:
  - { name: behind webmail, services: [Imap], from: [webmail], require: session }
  - { name: web, services: [WebUI], require: password }
trust: { session: { default: 8h, max: 24h } }
`;

it('decides the sign-in of a session again at each use of it', async () => {
  const stricter = SESSIONS.replace(
    '[WebUI], require: password',
    '[WebUI], require: password + otp',
  );
  const uses = ['use luca@a.tld', 'use luca@a.tld', 'use lost@a.tld'];
  const same = await told(SESSIONS, [uses], 3);
  expect(same.at(-1)).toMatchObject({ summary: { replayed: 2, changed: 0, notReplayable: 1 } });
  const parts = await told(stricter, [uses], 3);
  expect(parts.find(({ kind }) => kind === 'changed')).toMatchObject({
    login: { service: 'Imap' },
    outcome: { decision: 'DENY', reason: 'SESSION_ENDED', rule: { name: 'behind webmail' } },
  });
  expect(parts.at(-1)).toMatchObject({
    summary: {
      ...{ replayed: 2, changed: 2, notReplayable: 1 },
      counts: [{ was: 'ALLOW', wouldBe: 'DENY', service: 'Imap', rule: 'behind webmail' }],
    },
  });
});
