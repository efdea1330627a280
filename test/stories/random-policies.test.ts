import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { SERVICES } from '../../libs/names/services.js';
import { documentsArbitrary, GRACE_DAY } from '../../libs/policy/judge/generate-documents.js';
import { loginArbitrary } from '../../libs/policy/judge/generate-logins.js';
import { LOGIN_ACCOUNTS } from '../../libs/policy/judge/pools.js';
import type { JudgedLogin, RawDocument } from '../../libs/policy/judge/raw.js';
import { TRUSTS } from '../../libs/policy/language/words.js';
import type { Counterexample } from '../../libs/policy/verify/failure.js';
import type { Message } from '../suite/proto-client.js';
import { type Suite, startSuite } from '../suite/start-suite.js';
import { loginEvents } from './login-events.js';
import { type Performance, setUp } from './play.js';
import type { Login, PolicyDocument, Story } from './read-story.js';

const RUNS = 8;
/** With some seeds, this many runs refute few assertions. Then more runs are made. */
const MOST_RUNS = 10 * RUNS;
const LOGINS = 24;
/** Few places, so that some logins come from a trusted one. They lie inside and outside of ranges. */
const PLACES = ['10.0.0.3', '2001:db8::1', '198.51.100.7'];
const DAY_MS = 86_400_000;
const HOUR = '1h';

type Held = Pick<Counterexample, 'account' | 'address' | 'trusts'> & { readonly device?: string };

interface Refuted extends Counterexample {
  /** Whether the refuted assertion was a `never`. */
  readonly never: boolean;
}

let suite: Suite;
let decided = 0;
beforeAll(async () => {
  suite = await startSuite();
});
afterAll(() => suite?.close());

it('counterexamples happen, and the documents in force change no recorded login', async () => {
  const { seed } = fc.readConfigureGlobal();
  const cases = fc.sample(
    fc.tuple(
      documentsArbitrary,
      fc.array(loginArbitrary, { minLength: LOGINS, maxLength: LOGINS }),
    ),
    { numRuns: MOST_RUNS },
  );
  let played = 0;
  let rehearsed = 0;
  let begun = 0;
  const isEnough = () => played > RUNS / 2 && rehearsed > (RUNS * LOGINS) / 2;
  for (const [index, [generated, logins]] of cases.entries()) {
    if (index >= RUNS && isEnough()) break;
    const domain = `a${index}.tld`;
    const graceEnds = suite.clock.now() - (suite.clock.now() % DAY_MS) + 2 * DAY_MS;
    const documents = renamed(generated, index, new Date(graceEnds).toISOString().slice(0, 10));
    const context = `seed ${seed}, case ${index}`;
    const refuted = playable(await refutedBy(documents, domain));
    const inForce = documents.map(withoutDemands);
    const performance = await setUp(storyOf(domain, inForce, refuted), stage());

    for (const example of refuted) {
      const held = await holdTrusts(performance, documents, domain, example);
      for (const document of inForce) await mustApply(performance, document);
      if (!held) continue;
      const answer = await play(performance, loginOf(example));
      const decision = answer?.decision ?? 'not decided';
      const said = `${context}: ${JSON.stringify({ example, answer, inForce })}`;
      if (example.never) expect(decision, said).toBe('DECISION_ALLOW');
      else expect(decision, said).not.toBe('DECISION_ALLOW');
      played += 1;
      await performance.revoke({ account: example.account, ip: example.address, device: 'held' });
    }

    await trustEverything(performance, documents, domain);
    suite.clock.advance(1000);
    for (const document of inForce) await mustApply(performance, document);
    // The clocks of the processes differ a little. This time lies well after the last login and before the next.
    const since = suite.clock.now() - 500;
    const before = decided;
    for (const [n, login] of logins.entries()) {
      // Half of them come after the grace period.
      if (n === LOGINS / 2) suite.clock.advance(graceEnds - suite.clock.now() + 1000);
      const address = PLACES[n % 2 === 0 ? 0 : n % PLACES.length] as string;
      await play(performance, randomLogin({ ...login, address }, domain));
    }
    begun += performance.begun.length;
    await loginEvents(suite.client('auditor', 'auditor'), decided + begun);
    const { summary, changed } = await rehearse(inForce, domain, since);
    expect(changed, context).toEqual([]);
    expect(summary, context).toMatchObject({ changed: '0', not_replayable: '0' });
    rehearsed += decided - before;
    expect(Number(summary.replayed), context).toBeGreaterThanOrEqual(decided - before);
  }
  expect(isEnough(), `seed ${seed}: ${played} played, ${rehearsed} rehearsed`).toBe(true);
});

function stage() {
  const frontEnd = suite.client('front-end', 'mail');
  return { frontEnd, admin: suite.client('admin', 'operator'), clock: suite.clock };
}

/** The documents, renamed for a domain of their own. */
function renamed(documents: readonly RawDocument[], n: number, graceEnds: string): RawDocument[] {
  const text = JSON.stringify(documents)
    .replaceAll('a.tld"', `a${n}.tld"`)
    .replaceAll('"own"', `"own${n}"`)
    .replaceAll('"shared"', `"shared${n}"`)
    .replaceAll(GRACE_DAY, graceEnds);
  return JSON.parse(text) as RawDocument[];
}

function withoutDemands({ assert, guardrails, ...document }: RawDocument): PolicyDocument {
  return { ...document };
}

/** The assertions of a domain's document that Apply refutes. */
async function refutedBy(documents: readonly RawDocument[], domain: string): Promise<Refuted[]> {
  const { refused } = await apply(documents);
  return (refused?.problems ?? [])
    .filter((problem: Message) => problem.document === domain && problem.counterexample !== '')
    .map(({ message, counterexample }: Message) => ({
      ...JSON.parse(counterexample),
      never: !message.includes('is not let in'),
    }));
}

/** In a playable run, an account has an authenticator for all of its logins, or for none. */
function playable(refuted: readonly Refuted[]): Refuted[] {
  const graced = new Set(refuted.filter(({ grace }) => grace).map(({ account }) => account));
  return refuted.filter(
    ({ account, grace, trusts, present }) =>
      grace === graced.has(account) &&
      !(grace && trusts.length > 0) &&
      // These people do not have passkeys.
      !present.includes('passkey') &&
      !present.includes('session'),
  );
}

function storyOf(domain: string, policies: PolicyDocument[], refuted: readonly Refuted[]): Story {
  const names = LOGIN_ACCOUNTS.map((account) => inDomain(account, domain));
  const accounts = new Set([...names, ...refuted.map(({ account }) => account)]);
  const without = new Set(refuted.filter(({ grace }) => grace).map(({ account }) => account));
  const person = (account: string) => ({
    password: true,
    otp: !without.has(account),
    recovery: false,
    'app-passwords': { all: [...SERVICES] },
    saml: true,
  });
  const people = Object.fromEntries([...accounts].map((account) => [account, person(account)]));
  const story = { name: domain, file: domain, policies, people, logins: [] };
  return { ...story, refused: [], accepted: [] };
}

/** Earns the trust of an example, under a document that lets everyone ask for it. */
async function holdTrusts(
  performance: Performance,
  documents: readonly RawDocument[],
  domain: string,
  { account, address, trusts, device = 'held' }: Held,
): Promise<boolean> {
  if (trusts.length === 0) return true;
  const trust = documents.find((document) => document.domain === domain)?.trust;
  if (trust === undefined) return false;
  const open = { name: 'open', require: 'password + otp' };
  await mustApply(performance, { domain, rules: [open], trust });
  const remember = {
    ...(trusts.includes('trusted-ip') ? { ip: HOUR } : {}),
    ...(trusts.includes('trusted-device') ? { device: HOUR } : {}),
  };
  const earned = { account, ip: address, present: ['password', 'otp'], remember, device };
  const answer = await play(performance, { ...BARE, ...earned });
  const granted = (answer?.grants ?? []).filter((grant: Message) => grant.refused === '');
  return granted.length === trusts.length;
}

/** Trusts Luca's and Anna's address and device, as far as the document allows trust. */
async function trustEverything(
  performance: Performance,
  documents: readonly RawDocument[],
  domain: string,
): Promise<void> {
  const trust = documents.find((document) => document.domain === domain)?.trust;
  const offered = trust === 'none' ? {} : (trust ?? {});
  const trusts = TRUSTS.filter((kind) => (kind === 'trusted-ip' ? offered.ip : offered.device));
  for (const name of ['luca', 'anna']) {
    const account = `${name}@${domain}`;
    const example = { account, address: PLACES[0] as string, trusts, device: account };
    await holdTrusts(performance, documents, domain, example);
  }
}

const BARE: Login = {
  ...{ id: 'random', account: '', service: 'WebUI', ip: '', present: [] },
  ...{ interactive: true, repeat: 1, expect: 'ALLOW' },
};

function loginOf({ account, service, address, present, trusts }: Refuted): Login {
  const words = present.map((factor) => (factor === 'app-password' ? 'app:all' : factor));
  const device = trusts.includes('trusted-device') ? { device: 'held' } : {};
  return { ...BARE, account, service, ip: address, present: words, ...device };
}

function randomLogin(login: JudgedLogin, domain: string): Login {
  const { account, service, address, first, second, interactive, remember } = login;
  const right = login.firstResult === 'right';
  const words = {
    none: [],
    password: [right ? 'password' : 'wrong-password'],
    verified: ['verified'],
    'app-password': [right ? 'app:all' : 'wrong-password'],
    saml: ['saml'],
    // Its token comes from a sign-in that such stories do not have.
    session: [],
  }[first];
  const code =
    second && first !== 'saml' ? [login.secondResult === 'right' ? 'otp' : 'otp-wrong'] : [];
  return {
    ...{ ...BARE, account: inDomain(account, domain), service, ip: address },
    ...{ present: [...words, ...code], interactive, device: inDomain(account, domain) },
    ...(remember ? { remember: { ip: HOUR } } : {}),
  };
}

/** Undefined if nothing was decided: the request was invalid, or SAML could not begin. */
async function play(performance: Performance, login: Login): Promise<Message | undefined> {
  try {
    const answer = await performance.login(login);
    decided += 1;
    return answer;
  } catch (error) {
    const { message = '', code } = error as { message?: string; code?: number };
    const expected = code === 3 || /SAML was not begun|no authenticator/.test(message);
    if (!expected) throw error;
    return undefined;
  }
}

async function mustApply(performance: Performance, document: PolicyDocument): Promise<void> {
  const { applied, refused } = await performance.apply([document]);
  if (applied == null) throw new Error(JSON.stringify({ document, refused }));
}

function filesOf(documents: readonly object[]) {
  return documents.map((document) => {
    const { template, domain } = document as RawDocument;
    const name = template === undefined ? `${domain}` : `template:${template}`;
    const content = Buffer.from(stringify(document));
    return { file: { name: `${name.replace(':', '-')}.yaml`, content, documents: [name] } };
  });
}

async function apply(documents: readonly object[]): Promise<Message> {
  const method = 'gatepost.policy.v1.PolicyAdminService/Apply';
  const said = await stage().admin.exchange(method, [{ options: {} }, ...filesOf(documents)]);
  return said.at(-1);
}

async function rehearse(documents: readonly object[], domain: string, since: number) {
  const seconds = { seconds: Math.floor(since / 1000), nanos: (since % 1000) * 1_000_000 };
  const said = await stage().admin.exchange('gatepost.policy.v1.PolicyAdminService/Rehearse', [
    { options: { since: seconds, domain } },
    ...filesOf(documents),
  ]);
  const changed = said.flatMap((part: Message) => part.changed ?? []);
  const refused = said.at(-1).refused;
  if (refused != null) throw new Error(JSON.stringify(refused));
  return { changed, summary: said.at(-1).summary };
}

function inDomain(account: string, domain: string): string {
  return `${account.toLowerCase().replace(/@.*$/, '')}@${domain}`;
}
