import type { Clock } from '../../../libs/clock/index.js';
import { notFound, resourceExhausted } from '../../../libs/errors/index.js';
import { earnsTrust } from '../../../libs/policy/decide/evaluate.js';
import type { Proposal } from '../core/propose/propose.js';
import type { RecordedLogin } from '../core/replay.js';
import { genuineness } from '../core/trial/genuine.js';
import type { Checker } from '../ports/checker.js';
import type { Documents } from '../ports/documents.js';
import type { History } from '../ports/history.js';
import { readSignIns } from './read-sign-ins.js';
import { type DisownedPorts, readDisowned } from './trial/read-disowned.js';

export interface ProposePorts extends DisownedPorts {
  readonly documents: Pick<Documents, 'load'>;
  readonly history: History;
  readonly checker: Pick<Checker, 'allowed' | 'propose'>;
  readonly clock: Clock;
}

export type ProposePart =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | {
      readonly kind: 'proposal';
      readonly text: string;
      readonly genuine: number;
      readonly refuses: Proposal['refuses'];
    };

/** The most logins kept that differ in something a rule can see. */
const MOST_KEPT = 50_000;

/**
 * Proposes a document for a domain from its recorded logins. Nothing is changed: a person edits the proposal and tries
 * it.
 *
 * @throws GatepostError NOT_FOUND if the domain has no document of its own; RESOURCE_EXHAUSTED if the logins differ in
 * too many ways
 */
export async function* propose(
  { domain, since }: { readonly domain: string; readonly since: number },
  ports: ProposePorts,
): AsyncGenerator<ProposePart> {
  const { documents, history, checker, clock } = ports;
  const [own] = await documents.load([domain]);
  if (own === undefined) throw notFound(`${domain} has no document`);
  const templates = await documents.load(own.templates);
  const byName = new Map(templates.map((one) => [one.name, one.parsed]));
  const inForce = [own.parsed, ...own.templates.flatMap((name) => byName.get(name) ?? [])];
  const now = clock.now();
  const wanted = { since, domain };
  const total = await history.count(wanted);
  let done = 0;
  yield { kind: 'progress', done, total };
  const known = { disowned: await readDisowned(ports, wanted), now };
  const signInsOf = readSignIns(history);
  const seen = {
    genuine: new Map<string, RecordedLogin>(),
    others: new Map<string, RecordedLogin>(),
  };
  let genuine = 0;
  for await (const events of history.logins(wanted)) {
    const logins = await checker.allowed(events);
    const uses = logins.filter(({ signIn }) => signIn !== undefined);
    const signIns = await signInsOf(
      uses.map(({ account, signIn }) => ({ account: account.name, domain, signIn })),
    );
    for (const login of logins) {
      const { decisionId, time, account } = login;
      const proved = [...login.proved, ...(signIns.get(login.signIn ?? '')?.proved ?? [])];
      const factors = proved.filter((factor) => factor !== 'session');
      const of = { decisionId, time, account: account.name, twoFactors: earnsTrust(factors) };
      const is = genuineness(of, known) === 'genuine';
      if (is) genuine += 1;
      (is ? seen.genuine : seen.others).set(kindOf(login), login);
    }
    if (seen.genuine.size + seen.others.size > MOST_KEPT) {
      throw resourceExhausted('the logins are too varied for one proposal: use fewer days');
    }
    done += events.length;
    yield { kind: 'progress', done, total: total && Math.max(done, total) };
  }
  const proposal = await checker.propose({
    ...{ domain, inForce, now },
    ...{ genuine: [...seen.genuine.values()], others: [...seen.others.values()] },
  });
  yield { kind: 'proposal', genuine, ...proposal };
}

/** A key of everything a rule can see of a login. Of logins with the same key, one is kept. */
function kindOf({
  decisionId: _,
  time: __,
  policy: ___,
  signIn: ____,
  ...login
}: RecordedLogin): string {
  return JSON.stringify(login);
}
