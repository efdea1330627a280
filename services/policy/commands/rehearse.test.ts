import { expect, it } from 'vitest';
import { parseAccount } from '../../../libs/names/account.js';
import { parseAddress } from '../../../libs/names/address.js';
import { checkSet } from '../core/check-set.js';
import { readSources } from '../core/read-sources.js';
import type { RecordedLogin } from '../core/replay.js';
import { replayPage } from '../core/replay-page.js';
import type { ReplayTask } from '../ports.js';
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
  };
}

/** Events are accounts here; an empty one was erased. */
function loginOf(event: Uint8Array): RecordedLogin | undefined {
  return event.length === 0 ? undefined : recorded(Buffer.from(event).toString());
}

/** What a rehearsal of `text` tells of a record in pages. */
async function told(text: string, pages: readonly (readonly string[])[], count: number) {
  const ports = {
    policies: { current: () => policiesOf(ACTIVE) },
    history: {
      async *logins() {
        for (const page of pages) yield page.map((name) => Buffer.from(name));
      },
      count: async () => count,
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
      domainsOf: async (events: readonly Buffer[]) =>
        events.map((event) => loginOf(event)?.account.domain ?? null),
      replay: async ({ events, decidedBy, forms }: ReplayTask) =>
        replayPage(events.map(loginOf), decidedBy, forms),
    },
    clock: { now: () => NOW },
  } as unknown as RehearsePorts;
  const sources = [{ file: 'a.yaml', text, documents: ['a.tld'] }];
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

it('replays the logins that the candidate decides, and no others', async () => {
  const parts = await told(CLOSED, [['luca@a.tld', 'x@other.tld', 'luca@a.tld']], 3);
  expect(parts.at(-1)).toMatchObject({
    summary: {
      ...{ replayed: 2, changed: 2, notReplayable: 0 },
      counts: [{ was: 'ALLOW', wouldBe: 'DENY', service: 'Imap', rule: 'closed', count: 2 }],
      accounts: [{ account: 'luca@a.tld', count: 2 }],
    },
  });
});
