import type { Clock } from '../../../../libs/clock/index.js';
import { notFound } from '../../../../libs/errors/index.js';
import { earnsTrust } from '../../../../libs/policy/decide/evaluate.js';
import { isTemplateName } from '../../core/documents.js';
import { genuineness } from '../../core/trial/genuine.js';
import {
  type Difference,
  isReady,
  isRefused,
  type TrialCounts,
  TrialTally,
} from '../../core/trial/tally.js';
import type { Trial } from '../../core/trial/trial.js';
import type { TrialLogin } from '../../core/trial/trial-login.js';
import type { Checker } from '../../ports/checker.js';
import type { History } from '../../ports/history.js';
import type { TrialStore } from '../../ports/trials.js';
import { readSignIns } from '../read-sign-ins.js';
import { type DisownedPorts, readDisowned } from './read-disowned.js';

export interface ShowTrialPorts extends DisownedPorts {
  readonly trials: Pick<TrialStore, 'find'>;
  readonly history: History;
  readonly checker: Pick<Checker, 'trialLogins'>;
  readonly clock: Clock;
}

export type TrialPart =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'difference'; readonly difference: Difference }
  | {
      readonly kind: 'summary';
      readonly trial: Trial;
      readonly at: number;
      readonly counts: TrialCounts;
      readonly ready: boolean;
    };

/** Events carry the time their login began, so a login that began this long before the trial may have met it. */
const LOGIN_MS = 120_000;

/**
 * Reports what a trial has found, from the record and outside the login path.
 *
 * @throws GatepostError NOT_FOUND if no trial of the document is running
 */
export async function* showTrial(
  { document, listAtMost }: { readonly document: string; readonly listAtMost: number },
  ports: ShowTrialPorts,
): AsyncGenerator<TrialPart> {
  const { trials, history, checker, clock } = ports;
  const trial = await trials.find(document);
  if (trial === undefined) throw notFound(`no trial of ${document} is running`);
  const now = clock.now();
  const everyDomain = document === '*' || isTemplateName(document);
  const wanted = {
    since: trial.startedAt - LOGIN_MS,
    domain: everyDomain ? undefined : document,
  };
  const total = await history.count(wanted);
  let done = 0;
  yield { kind: 'progress', done, total };
  const known = { disowned: await readDisowned(ports, wanted), now };
  const signInsOf = readSignIns(history);
  const tally = new TrialTally();
  for await (const events of history.logins(wanted)) {
    const logins = await checker.trialLogins({ events, trial: trial.id });
    const uses = logins.filter((login) => isRefused(login) && login.signIn !== undefined);
    const signIns = uses.length === 0 ? new Map() : await signInsOf(uses.map(useOf));
    for (const login of logins) {
      // A session counts as its sign-in did.
      const proved = signIns.get(login.signIn ?? '')?.proved ?? [];
      const twoFactors = login.twoFactors || earnsTrust(proved);
      tally.add(login, genuineness({ ...login, twoFactors }, known));
    }
    done += events.length;
    yield { kind: 'progress', done, total: total && Math.max(done, total) };
  }
  for (const difference of tally.differences(listAtMost)) yield { kind: 'difference', difference };
  const { counts } = tally;
  const ready = trial.failure === '' && isReady(counts, { startedAt: trial.startedAt, now });
  yield { kind: 'summary', trial, at: now, counts, ready };
}

function useOf({ account, signIn }: TrialLogin) {
  return { account, signIn, domain: '' };
}
