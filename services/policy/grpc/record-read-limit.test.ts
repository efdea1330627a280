import { expect, it } from 'vitest';
import { ALL_DOMAINS, type CallContext, CONSOLE } from '../../../libs/grpc/index.js';
import { createRecordReadLimit, type RecordReadLimit } from './record-read-limit.js';

function by(uri: string, administrator?: string, signal = new AbortController().signal) {
  const everywhere = uri.endsWith('operator');
  return {
    ...{ caller: { uri }, signal },
    ...(administrator && { administrator }),
    grant: { allowsDomains: (asked: unknown) => everywhere || asked !== ALL_DOMAINS },
  } as unknown as CallContext;
}
const admin = (name: string) => by(`spiffe://gatepost/admin/${name}`);
const FULL = { code: 'RESOURCE_EXHAUSTED' };

/** Asks for a read that does not end by itself. `runs` says whether it has begun. */
function ask(recordReads: RecordReadLimit, context: CallContext) {
  const answers = recordReads.during(context, async function* () {
    yield 'first';
    yield 'second';
  });
  const asked = { runs: false, begun: answers.next(), end: () => answers.return() };
  asked.begun.then(
    () => {
      asked.runs = true;
    },
    () => undefined,
  );
  return asked;
}
/** Once all that can happen has happened. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('runs two reads of one caller, a few in total, and any for callers with all documents', async () => {
  const recordReads = createRecordReadLimit({ ofOne: 2, ofAll: 3, waiting: 9 });
  const acme = [0, 1, 2].map(() => ask(recordReads, admin('acme')));
  const [beta, corp, operator] = ['beta', 'corp', 'operator'].map((name) =>
    ask(recordReads, admin(name)),
  );
  await settled();
  expect(acme.map(({ runs }) => runs)).toEqual([true, true, false]);
  expect([beta?.runs, corp?.runs, operator?.runs]).toEqual([true, false, true]);
  // Its turn comes: acme's own third was asked for before corp's.
  await acme[0]?.end();
  await settled();
  expect([acme[2]?.runs, corp?.runs]).toEqual([true, false]);
  await acme[1]?.end();
  await corp?.begun;
});

it('lets a few of one caller wait, and refuses the next', async () => {
  const recordReads = createRecordReadLimit({ ofOne: 1, ofAll: 9, waiting: 2 });
  const [, second, third] = [0, 1, 2].map(() => ask(recordReads, admin('acme')));
  await settled();
  await expect(ask(recordReads, admin('acme')).begun).rejects.toMatchObject(FULL);
  await ask(recordReads, admin('beta')).begun;
  expect([second?.runs, third?.runs]).toEqual([false, false]);
});

it('gives a place back when a read fails, or its caller leaves', async () => {
  const recordReads = createRecordReadLimit({ ofOne: 1, ofAll: 1, waiting: 2 });
  for (let n = 0; n < 5; n += 1) {
    const failing = recordReads.during(admin('acme'), async function* () {
      yield 'first';
      throw new Error('gone');
    });
    await failing.next();
    await expect(failing.next()).rejects.toThrow('gone');
    const leaving = new AbortController();
    const running = ask(recordReads, admin('acme'));
    const waiting = ask(recordReads, by('spiffe://gatepost/admin/acme', undefined, leaving.signal));
    leaving.abort(new Error('it left'));
    await expect(waiting.begun).rejects.toThrow('it left');
    await running.begun;
    await running.end();
  }
});

it('counts a domain for its administrators through the console, who share its certificate', async () => {
  const recordReads = createRecordReadLimit({ ofOne: 1, ofAll: 9, waiting: 9 });
  await ask(recordReads, by(CONSOLE, 'anna@a.tld')).begun;
  const hedy = ask(recordReads, by(CONSOLE, 'hedy@a.tld'));
  await ask(recordReads, by(CONSOLE, 'bea@b.tld')).begun;
  expect(hedy.runs).toBe(false);
});
