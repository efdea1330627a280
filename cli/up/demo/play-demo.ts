import { setTimeout as sleep } from 'node:timers/promises';
import {
  AuthorizationServiceService as Authorization,
  AuthorizeRequest,
  type AuthorizeResponse,
} from '../../../libs/gen/gatepost/policy/v1/authorization.js';
import { PolicyAdminServiceService as PolicyAdmin } from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { formatProblem, readOutcome } from '../../commands/policy/outcome.js';
import { CliError } from '../../output/exit.js';
import type { Output } from '../../output/output.js';
import { openSession, type Session } from '../../session/session.js';
import { parseService } from '../../wire/names.js';
import { viewDecision } from '../../wire/view-decision.js';
import { castDemo } from './cast.js';
import { demoPolicies } from './domains.js';
import { createPeople, type Person } from './people.js';
import { type DemoLogin, demoScript } from './script.js';
import { createDemoTable } from './table.js';

export interface Tally {
  readonly asExpected: number;
  readonly not: number;
}

/** Sets the demo up and plays its logins, one after another, printing each. */
export async function playDemo(options: {
  out: Output;
  clientConfig: string;
  signal: AbortSignal;
}): Promise<Tally> {
  const { out, clientConfig, signal } = options;
  const globals = { config: clientConfig, timeout: 20 };
  const admin = openSession({ out, signal, globals });
  const frontEnds = {
    mail: openSession({ out, signal, globals: { ...globals, as: 'mail' } }),
    webmail: openSession({ out, signal, globals: { ...globals, as: 'webmail' } }),
  };
  try {
    await applyPolicies(admin);
    const cast = castDemo();
    const people = await createPeople(admin, cast);
    const script = demoScript(cast);
    const table = createDemoTable(out, script);
    const stage: Stage = { people, frontEnds, signal, lastCode: '', trustUntil: 0 };
    let asExpected = 0;
    for (const login of script) {
      const { presented, answer } = await playLogin(login, stage);
      const fits = isExpected(login, answer);
      table.row({ login, presented, answer, fits });
      if (fits) asExpected += 1;
    }
    return { asExpected, not: script.length - asExpected };
  } finally {
    for (const session of [admin, frontEnds.mail, frontEnds.webmail]) session.close();
  }
}

async function applyPolicies(session: Session): Promise<void> {
  const outcome = await readOutcome(
    session.exchange(PolicyAdmin.apply, demoPolicies()),
    session.out,
  );
  if (outcome.$case === 'applied') return;
  const problems = outcome.value.problems.map(formatProblem).join('\n');
  throw new CliError(`the demo's documents are refused:\n${problems}`);
}

interface Stage {
  readonly people: ReadonlyMap<string, Person>;
  readonly frontEnds: { mail: Session; webmail: Session };
  readonly signal: AbortSignal;
  lastCode: string;
  /** When the trust granted last runs out, in ms since the epoch. */
  trustUntil: number;
}

async function playLogin(
  login: DemoLogin,
  stage: Stage,
): Promise<{ presented: string; answer: AuthorizeResponse }> {
  const { frontEnds, signal } = stage;
  if (login.afterTrust === true) {
    await sleep(Math.max(0, stage.trustUntil + 100 - Date.now()), undefined, { signal });
  }
  const { fields, shown } = present(login, stage);
  const frontEnd = login.service === 'WebUI' ? frontEnds.webmail : frontEnds.mail;
  const { rememberSeconds } = login;
  const answer = await frontEnd.call(
    Authorization.authorize,
    AuthorizeRequest.fromPartial({
      account: login.account,
      service: parseService(login.service),
      clientIp: login.from,
      userAgent: 'the demo',
      ...fields,
      ...(rememberSeconds === undefined ? {} : { remember: { ipSeconds: rememberSeconds } }),
    }),
  );
  const until = answer.grants.find((grant) => grant.until !== undefined)?.until;
  if (until !== undefined) stage.trustUntil = until.getTime();
  const wish = rememberSeconds === undefined ? '' : `, trust this address ${rememberSeconds} s`;
  const over = login.afterTrust === true ? ', once trust has run out' : '';
  return { presented: `${shown}${wish}${over}`, answer };
}

/** What the request carries, and what of it is shown: a code can be read off, a password not. */
function present(login: DemoLogin, stage: Stage) {
  const person = stage.people.get(login.account);
  const fields: { password?: Buffer; otpCode?: string } = {};
  const shown = login.presented.map((item) => {
    switch (item) {
      case 'password':
        fields.password = Buffer.from(person?.password ?? '');
        return item;
      case 'mobile password':
        fields.password = Buffer.from(person?.mobilePassword ?? '');
        return item;
      case 'wrong password':
        fields.password = Buffer.from('not it');
        return item;
      case 'code':
        stage.lastCode = person?.authenticator?.codeAt(Date.now()) ?? '';
        fields.otpCode = stage.lastCode;
        return `code ${stage.lastCode}`;
      case 'same code':
        fields.otpCode = stage.lastCode;
        return `code ${stage.lastCode} again`;
      default:
        return item satisfies never;
    }
  });
  return { fields, shown: shown.join(', ') };
}

function isExpected({ expect }: DemoLogin, answer: AuthorizeResponse): boolean {
  const { decision, reason, rule } = viewDecision(answer);
  return decision === expect.decision && reason === expect.reason && rule === expect.rule;
}
