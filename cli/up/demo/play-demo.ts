import type { AuthorizeResponse } from '../../../libs/gen/gatepost/policy/v1/authorization.js';
import { PolicyAdminServiceService as PolicyAdmin } from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { formatProblem, readOutcome } from '../../commands/policy/outcome.js';
import { CliError } from '../../output/exit.js';
import type { Output } from '../../output/output.js';
import { openSession, type Session } from '../../session/session.js';
import { viewDecision } from '../../wire/view-decision.js';
import { castDemo } from './cast.js';
import { demoPolicies, SIGN_ON_DOMAIN } from './domains.js';
import { createPeople, type Person } from './people.js';
import { playLogin, type Stage } from './play-login.js';
import { type DemoLogin, demoScript, singleSignOnScript } from './script.js';
import type { SingleSignOn } from './single-sign-on/open-single-sign-on.js';
import { createDemoTable } from './table.js';

export interface Tally {
  readonly asExpected: number;
  readonly not: number;
}

export interface Played extends Tally {
  /** The person whom a spectator may go on playing. */
  readonly luca: { readonly account: string; readonly person: Person };
}

/** Sets the demo up and plays its logins, one after another, printing each. */
export async function playDemo(options: {
  out: Output;
  clientConfig: string;
  signal: AbortSignal;
  /** Absent: its domain is left out. */
  singleSignOn?: SingleSignOn;
}): Promise<Played> {
  const { out, clientConfig, signal, singleSignOn } = options;
  const globals = { config: clientConfig, timeout: 20 };
  const admin = openSession({ out, signal, globals });
  const frontEnds = {
    mail: openSession({ out, signal, globals: { ...globals, as: 'mail' } }),
    webmail: openSession({ out, signal, globals: { ...globals, as: 'webmail' } }),
  };
  try {
    const cast = castDemo();
    await singleSignOn?.setUp({ accounts: [cast.dora], stranger: cast.luca });
    await applyPolicies(admin, singleSignOn === undefined ? { without: SIGN_ON_DOMAIN } : {});
    const people = await createPeople(admin, cast);
    const more = singleSignOn === undefined ? [] : singleSignOnScript(cast);
    const script = [...demoScript(cast), ...more];
    const table = createDemoTable(out, script);
    const stage: Stage = {
      people,
      frontEnds,
      signal,
      lastCode: '',
      trustUntil: 0,
      signedOn: undefined,
    };
    let asExpected = 0;
    for (const login of script) {
      const { presented, answer } = await playLogin(login, stage);
      const fits = isExpected(login, answer);
      table.row({ login, presented, answer, fits });
      if (fits) asExpected += 1;
    }
    const luca = { account: cast.luca, person: people.get(cast.luca) ?? { password: '' } };
    return { asExpected, not: script.length - asExpected, luca };
  } finally {
    for (const session of [admin, frontEnds.mail, frontEnds.webmail]) session.close();
  }
}

async function applyPolicies(session: Session, which: { without?: string }): Promise<void> {
  const outcome = await readOutcome(
    session.exchange(PolicyAdmin.apply, demoPolicies(which)),
    session.out,
  );
  if (outcome.$case === 'applied') return;
  const problems = outcome.value.problems.map(formatProblem).join('\n');
  throw new CliError(`the demo's documents are refused:\n${problems}`);
}

function isExpected({ expect }: DemoLogin, answer: AuthorizeResponse): boolean {
  const { decision, reason, rule } = viewDecision(answer);
  return decision === expect.decision && reason === expect.reason && rule === expect.rule;
}
