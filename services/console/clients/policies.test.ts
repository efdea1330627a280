import { expect, it } from 'vitest';
import { failedPrecondition } from '../../../libs/errors/index.js';
import { Service } from '../../../libs/gen/gatepost/common/v1/common.js';
import { Decision } from '../../../libs/gen/gatepost/policy/v1/authorization.js';
import type { Peer } from '../../../libs/grpc/index.js';
import type { Administrator } from '../core/administrator.js';
import { readChangesAsked } from '../core/changes.js';
import type { TrialReport } from '../core/document.js';
import type { ProgressOr } from '../core/evidence.js';
import { policies } from './policies.js';

const anna: Administrator = {
  ...{ account: 'anna@a.tld', role: 'full', domain: 'a.tld', ticket: 'the ticket' },
};

/** A fake policy service whose policy set is at one revision and the domain's document at another. */
function open(of: { document: bigint; others?: number }) {
  const set = { revision: 9n, moves: of.others ?? 0 };
  const applied: { content: string; expect: bigint | undefined }[] = [];
  const peer = {
    async unary({ path }: { path: string }) {
      if (path.endsWith('/List')) return { documents: [], activeRevision: set.revision };
      return { document: { revision: of.document, content: Buffer.from('x') } };
    },
    async *bidi(_: unknown, requests: AsyncIterable<{ part: { $case: string; value: never } }>) {
      let expected: bigint | undefined;
      for await (const { part } of requests) {
        const value = part.value as { expectRevision?: bigint; content?: Buffer };
        if (part.$case === 'options') expected = value.expectRevision;
        else applied.push({ content: String(value.content), expect: expected });
      }
      // Another domain's document is applied between the read and this call.
      if (set.moves > 0) {
        set.moves -= 1;
        set.revision += 1n;
      }
      if (expected !== set.revision) throw failedPrecondition('another revision is active');
      yield { part: { $case: 'applied', value: { warnings: [], revision: set.revision + 1n } } };
    },
  } as unknown as Peer;
  return { applied, own: policies({ policy: peer, deadlineMs: 1000 }) };
}

const asked = { domain: 'a.tld', content: 'domain: a.tld', base: 5n, comment: '' };

it('applies what follows the document in force, also where others change theirs meanwhile', async () => {
  const calm = open({ document: 5n });
  expect(await calm.own.apply(anna, asked)).toMatchObject({ kind: 'good', revision: 10n });
  const busy = open({ document: 5n, others: 2 });
  expect(await busy.own.apply(anna, asked)).toMatchObject({ kind: 'good' });
  expect(busy.applied.map(({ expect: revision }) => revision)).toEqual([9n, 10n, 11n]);
});

it('overwrites neither another revision of the document, nor a set that keeps changing', async () => {
  const changed = open({ document: 6n });
  expect(await changed.own.apply(anna, asked)).toEqual({ kind: 'changed-meanwhile' });
  expect(changed.applied).toEqual([]);
  const restless = open({ document: 5n, others: 9 });
  expect(await restless.own.apply(anna, asked)).toEqual({ kind: 'changed-meanwhile' });
});

it('a proof and a comparison end with their signal: policy stops once the call is cancelled', async () => {
  const signals: unknown[] = [];
  const peer = {
    async *bidi(_: unknown, __: unknown, { signal }: { signal?: AbortSignal }) {
      signals.push(signal);
      yield { part: { $case: 'refused', value: { problems: [] } } };
    },
  } as unknown as Peer;
  const own = policies({ policy: peer, deadlineMs: 1000 });
  const { signal } = new AbortController();
  await own.check(anna, { ...asked, signal });
  await own.compare(anna, { ...asked, signal });
  expect(signals).toEqual([signal, signal]);
});

/** A trial with differences of as many accounts, every other one at Smtp. */
function openTrial(accounts: number) {
  const asked: number[] = [];
  const peer = {
    async *serverStream(_: unknown, { listAtMost }: { listAtMost: number }) {
      asked.push(listAtMost);
      for (let n = 0; n < Math.min(accounts, listAtMost); n += 1) {
        const service = n % 2 === 0 ? Service.IMAP : Service.SMTP;
        const of = { account: `p${n}@a.tld`, service, count: 2n, lastDecisionId: `d${n}` };
        const value = { ...of, was: Decision.ALLOW, wouldBe: Decision.DENY, ruleWouldBe: '' };
        yield { part: { $case: 'difference', value } };
      }
      const counts = { logins: 9n, allowed: 1n, refusedGenuine: 0n, unknown: 0n, notKept: 4n };
      yield { part: { $case: 'summary', value: { ...counts, trial: undefined, ready: false } } };
    },
  } as unknown as Peer;
  return { asked, own: policies({ policy: peer, deadlineMs: 1000 }) };
}

async function reportOf(count: AsyncIterable<ProgressOr<TrialReport>>) {
  for await (const part of count) if (part.kind === 'result') return part.result;
  return undefined;
}

it("lists a trial's differences that fit, a page at a time, and all of them for a file", async () => {
  const { own, asked: most } = openTrial(1_301);
  const domain = 'a.tld';
  const query = { service: 'Imap', after: '600' };
  const { signal } = new AbortController();
  const report = await reportOf(
    own.trial(anna, { domain, asked: readChangesAsked(query), signal }),
  );
  expect(report?.differences).toMatchObject({ found: 651, from: 600 });
  expect(report?.differences.items).toHaveLength(51);
  expect(report?.notListed).toBe(4);
  const { filter } = readChangesAsked(query);
  const parts = [];
  for await (const part of own.differences(anna, { domain, filter })) parts.push(part);
  expect(parts.map(({ length }) => length)).toEqual([500, 151]);
  expect(parts.flat().every(({ service }) => service === 'Imap')).toBe(true);
  // The first page of the domain lists none.
  await reportOf(own.trial(anna, { domain, signal }));
  expect(most).toEqual([20_000, 20_000, 1]);
});
