import { expect, it } from 'vitest';
import { type LongWork, LongWorks, type WorkOwner, type WorkState } from './long-work.js';

const MINUTE = 60_000;
const anna: WorkOwner = { account: 'anna@a.tld', session: 's', domain: 'a.tld' };

/** Work whose steps the test gives one by one. */
function open() {
  let now = 0;
  let ids = 0;
  let signedIn = true;
  const newId = () => {
    ids += 1;
    return `w${ids}`;
  };
  const errors: unknown[] = [];
  const works = new LongWorks<string>({ now: () => now, newId });

  function begin(owner = anna, view = 'view') {
    let give: (step: 'progress' | 'result' | Error) => void = () => {};
    const next = () =>
      new Promise<'progress' | 'result' | Error>((resolve) => {
        give = resolve;
      });
    let asked = next();
    let signal: AbortSignal | undefined;
    let left = false;
    const work = works.begin(owner, view, {
      async *steps(given) {
        signal = given;
        try {
          for (let done = 1; ; done += 1) {
            const step = await asked;
            asked = next();
            if (step instanceof Error) throw step;
            yield { kind: step, done, total: 9 };
            if (step === 'result') return;
          }
        } finally {
          left = true;
        }
      },
      isSignedIn: async () => signedIn,
      failed: (error) => void errors.push(error),
    });
    const step = async (what: 'progress' | 'result' | Error) => {
      give(what);
      await new Promise(setImmediate);
    };
    const isStopped = () => signal?.aborted ?? false;
    return { work, step, isStopped, isOver: () => left && isStopped() };
  }
  return {
    ...{ works, begin, errors },
    advance: (ms: number) => {
      now += ms;
    },
    signOut: () => {
      signedIn = false;
    },
  };
}

async function statesOf(works: LongWorks<string>, work: LongWork<string> | undefined) {
  const states: WorkState[] = [];
  for await (const state of works.follow(work as LongWork<string>)) states.push(state);
  return states;
}

it('goes on without anybody who follows it, and is found again until its time is over', async () => {
  const { works, begin, advance } = open();
  const { work, step } = begin();
  await step('progress');
  expect(works.find(anna, 'w1')).toMatchObject({
    state: { kind: 'running', done: 1, total: 9 },
    view: 'view',
  });
  await step('result');
  expect(await statesOf(works, work)).toEqual([{ kind: 'done' }]);
  expect(works.list(anna)).toHaveLength(1);
  advance(15 * MINUTE - 1);
  expect(works.find(anna, 'w1')).toBeDefined();
  advance(1);
  expect(works.find(anna, 'w1')).toBeUndefined();
  expect(works.list(anna)).toEqual([]);
});

it('is followed by several pages at once, each to its end', async () => {
  const { works, begin } = open();
  const { work, step } = begin();
  const both = [statesOf(works, work), statesOf(works, work)];
  await step('progress');
  await step('result');
  for (const states of await Promise.all(both)) {
    expect(states.map(({ kind }) => kind)).toEqual(['running', 'running', 'done']);
  }
});

it('is found by nobody else: another account, another sign-in, another domain', async () => {
  const { works, begin } = open();
  begin();
  for (const other of [{ account: 'bea@a.tld' }, { session: 't' }, { domain: 'b.tld' }]) {
    expect(works.find({ ...anna, ...other }, 'w1')).toBeUndefined();
    expect(works.list({ ...anna, ...other })).toEqual([]);
  }
});

it('ends with its sign-in: at once where one signs out here, soon where it ended elsewhere', async () => {
  const here = open();
  const first = here.begin();
  await first.step('progress');
  here.works.endSession('u');
  expect(here.works.list(anna)).toHaveLength(1);
  // The factors were given again.
  here.works.moveSession('s', 't');
  expect(here.works.list({ ...anna, session: 't' })).toHaveLength(1);
  here.works.endSession('s');
  expect(here.works.list({ ...anna, session: 't' })).toHaveLength(1);
  here.works.endSession('t');
  await first.step('progress');
  expect(first.isOver()).toBe(true);
  expect(here.works.list({ ...anna, session: 't' })).toEqual([]);

  const elsewhere = open();
  const second = elsewhere.begin();
  elsewhere.signOut();
  await second.step('progress');
  expect(second.isOver()).toBe(false);
  elsewhere.advance(30_000);
  await second.step('progress');
  expect(second.isOver()).toBe(true);
  expect(await statesOf(elsewhere.works, second.work)).toEqual([{ kind: 'ended' }]);
});

it('ends with its sign-in in the middle of a step, too', async () => {
  const { works, begin, advance, signOut } = open();
  const { work, isStopped } = begin();
  signOut();
  advance(29_999);
  await works.tend();
  expect(isStopped()).toBe(false);
  advance(1);
  await works.tend();
  expect(isStopped()).toBe(true);
  expect(await statesOf(works, work)).toEqual([{ kind: 'ended' }]);
});

it('takes no longer in the middle of a step, either', async () => {
  const { works, begin, advance } = open();
  const { isStopped } = begin();
  advance(15 * MINUTE);
  await works.tend();
  expect(isStopped()).toBe(true);
});

it('ends when it takes too long, and says so to who follows it', async () => {
  const { works, begin, advance } = open();
  const { work, step, isOver } = begin();
  const states = statesOf(works, work);
  advance(15 * MINUTE);
  await step('progress');
  expect(isOver()).toBe(true);
  expect((await states).at(-1)).toEqual({ kind: 'ended' });
});

it('keeps what failed, as failed', async () => {
  const { works, begin, errors } = open();
  const { step } = begin();
  await step(new Error('gone'));
  expect(works.list(anna)).toMatchObject([{ state: { kind: 'failed' } }]);
  expect(errors).toMatchObject([{ message: 'gone' }]);
});

it('is bounded while it runs, by account, by domain and in all', () => {
  const { works, begin } = open();
  const of = (account: string, domain: string) =>
    begin({ account: `${account}@${domain}`, session: account, domain }).work;
  expect([of('anna', 'a.tld'), of('anna', 'a.tld')]).not.toContain(undefined);
  expect(of('anna', 'a.tld')).toBeUndefined();
  expect([of('bea', 'a.tld'), of('bea', 'a.tld')]).not.toContain(undefined);
  expect(of('carl', 'a.tld')).toBeUndefined();
  for (const domain of ['b.tld', 'c.tld']) {
    for (const name of ['x', 'x', 'y', 'y']) expect(of(name, domain)).toBeDefined();
  }
  expect(of('z', 'd.tld')).toBeUndefined();
  works.endAll();
  expect(of('z', 'd.tld')).toBeDefined();
});

it("is bounded once it finished: an account's oldest goes first, and nobody else's", async () => {
  const { works, begin } = open();
  const bea = { account: 'bea@a.tld', session: 'b', domain: 'a.tld' };
  const other = begin(bea);
  await other.step('result');
  for (let n = 0; n < 6; n += 1) await begin().step('result');
  expect(works.list(anna).map(({ id }) => id)).toEqual(['w7', 'w6', 'w5', 'w4']);
  expect(works.list(bea)).toHaveLength(1);
});
