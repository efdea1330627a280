import { setImmediate as nextPass } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { cancelled } from '../../errors/index.js';
import { NO_DOMAIN } from '../access/domains.js';
import { echo, openBench } from '../testdata/echo.js';
import { Scope } from './scope.js';
import { takeTurns } from './turns.js';

const CALLS = 500;
const WEBMAIL = 'spiffe://gatepost/front-end/webmail';
const IMAP = 'spiffe://gatepost/front-end/imap';

/** Calls that ask for their turn, and the names of those that began. */
function openTurns(perCaller = CALLS) {
  // The clock stands still, so the load of the machine makes no difference.
  const turns = takeTurns({ perCaller, now: () => 0 });
  const begun: string[] = [];
  const ask = (caller: string, domains: string | typeof NO_DOMAIN, name: string) => {
    const scope = new Scope({ deadline: Number.POSITIVE_INFINITY });
    const turn = turns.wait({ caller, domains, scope });
    if (turn === undefined) begun.push(name);
    const ended = turn?.then(
      () => void begun.push(name),
      (error) => error,
    );
    return { scope, ended };
  };
  return { begun, ask };
}

/** Makes this many calls of webmail at once. Returns how many began before anything else could. */
function burst({ begun, ask }: ReturnType<typeof openTurns>, domain = 'noisy.tld'): number {
  for (let n = 0; n < CALLS; n += 1) ask(WEBMAIL, domain, 'noisy');
  return begun.length;
}

/** Resolves once two more have begun. */
async function more({ begun }: ReturnType<typeof openTurns>): Promise<void> {
  for (const enough = begun.length + 2; begun.length < enough; ) await nextPass();
}

describe('turns', () => {
  it('lets a call begin at once when there are few', () => {
    const { begun, ask } = openTurns();
    expect(ask(WEBMAIL, 'a.tld', 'first').ended).toBeUndefined();
    expect(ask(IMAP, NO_DOMAIN, 'second').ended).toBeUndefined();
    expect(begun).toEqual(['first', 'second']);
  });

  it('begins the first call of a caller after at most one call of each waiting caller', async () => {
    const turns = openTurns();
    const atOnce = burst(turns);
    expect(atOnce).toBeLessThan(10);
    turns.ask(IMAP, 'quiet.tld', 'quiet');
    await more(turns);
    expect(turns.begun.slice(atOnce).indexOf('quiet')).toBeOneOf([0, 1]);
  });

  it('gives the domains of one caller their turns', async () => {
    const turns = openTurns(2 * CALLS);
    const atOnce = burst(turns);
    turns.ask(WEBMAIL, 'quiet.tld', 'quiet');
    await more(turns);
    expect(turns.begun.slice(atOnce).indexOf('quiet')).toBeOneOf([0, 1]);
  });

  it('begins a few calls in one pass of the event loop, and all of them in the end', async () => {
    const turns = openTurns();
    let before = burst(turns);
    for (let passes = 0; turns.begun.length < CALLS; passes += 1) {
      expect(passes).toBeLessThan(CALLS);
      await nextPass();
      expect(turns.begun.length - before).toBeLessThan(10);
      before = turns.begun.length;
    }
  });

  it('begins one slow call in each pass', async () => {
    const turns = takeTurns({ perCaller: CALLS });
    let passes = 0;
    const begunIn: number[] = [];
    const work = () => {
      begunIn.push(passes);
      for (const since = performance.now(); performance.now() - since < 10; );
    };
    const scope = new Scope({ deadline: Number.POSITIVE_INFINITY });
    const calls = Array.from({ length: 16 }, async () => {
      await turns.wait({ caller: WEBMAIL, domains: 'noisy.tld', scope });
      work();
    });
    let over = false;
    const all = Promise.all(calls).finally(() => {
      over = true;
    });
    for (; !over; passes += 1) await nextPass();
    await all;
    // The calls that came together began before the first of them could do anything.
    const later = begunIn.filter((pass) => pass > 0);
    expect(later.length).toBeGreaterThan(5);
    expect(new Set(later).size).toBe(later.length);
  });

  it('forgets a call that ended while it waited, and refuses more than a caller may have', async () => {
    const turns = openTurns(2);
    let atOnce = 0;
    while (turns.ask(WEBMAIL, 'a.tld', 'at once').ended === undefined) atOnce += 1;
    const gone = turns.ask(WEBMAIL, 'a.tld', 'gone');
    const refused = turns.ask(WEBMAIL, 'a.tld', 'refused');
    expect(await refused.ended).toMatchObject({ code: 'UNAVAILABLE' });
    gone.scope.abort(cancelled());
    expect(await gone.ended).toMatchObject({ code: 'CANCELLED' });
    const last = turns.ask(WEBMAIL, 'a.tld', 'last');
    await last.ended;
    expect(turns.begun.slice(atOnce)).toEqual(['at once', 'last']);
  });
});

it('a burst over the wire begins a few at a time, each of which is answered', async () => {
  const bench = await openBench();
  try {
    const webmail = await bench.peerAs('front-end', 'webmail');
    await webmail.unary(echo.Say, { domain: 'a.tld' }, { deadlineMs: 10_000 });
    let passes = 0;
    const begunIn = new Map<number, number>();
    bench.handlers.say = async ({ text }) => {
      begunIn.set(passes, (begunIn.get(passes) ?? 0) + 1);
      return { text: `${text}` };
    };
    let over = false;
    const counting = (async () => {
      for (; !over; passes += 1) await nextPass();
    })();
    const say = (n: number) =>
      webmail.unary(echo.Say, { domain: 'a.tld', text: `${n}` }, { deadlineMs: 60_000 });
    const answers = await Promise.all(Array.from({ length: 400 }, (_, n) => say(n)));
    over = true;
    await counting;
    expect(answers.map(({ text }) => Number(text))).toEqual(answers.map((_, n) => n));
    // The server may make two passes between two passes of the test.
    expect(Math.max(...begunIn.values())).toBeLessThan(20);
  } finally {
    await bench.close();
  }
});
