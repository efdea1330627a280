import { Service } from '../../libs/gen/gatepost/common/v1/common.js';
import { CredentialAdminServiceService as CredentialAdmin } from '../../libs/gen/gatepost/credential/v1/credential.js';
import {
  AuthorizationServiceService as Authorization,
  AuthorizeRequest,
  CheckSessionRequest,
  Decision,
} from '../../libs/gen/gatepost/policy/v1/authorization.js';
import { complete } from '../../libs/grpc/wire/complete.js';
import type { Figures } from '../bench.js';
import { shareOf } from '../factors/shares.js';
import { cpuOfChildren } from '../trust/cpu.js';
import { startMeasured } from '../trust/installation.js';
import { signInAtWebmail } from './sign-in-at-webmail.js';

const TURNS = 8;
const CALLS_A_TURN = 150;
const ACCOUNT = 'luca@a.tld';
const PASSWORD = Buffer.from('a password of this bench alone');
const [OFFICE, WEBMAIL, HOME] = ['203.0.113.9', '198.51.100.9', '192.0.2.9'];
const POLICY = `domain: a.tld
networks: { office: [203.0.113.0/24], webmail: [198.51.100.0/24] }
rules:
  - { name: office, services: [Imap], from: [office], require: password }
  - { name: webmail, services: [Imap], from: [webmail], require: session }
  - { name: web, services: [WebUI], require: password }
trust: { session: { default: 8h, max: 24h } }
`;

/** What a webmail costs for each page, in turn with a login that asks no other service. */
export async function measureSessions(tell: (text: string) => void): Promise<Figures[]> {
  const measured = await startMeasured({}, tell);
  try {
    await measured.apply(POLICY);
    const [mail, operator] = [measured.session('edge'), measured.session('operator')];
    const account = { account: ACCOUNT, password: PASSWORD };
    await operator.call(CredentialAdmin.createAccount, { ...account, actor: undefined });
    const authorize = async (fields: Partial<AuthorizeRequest>) => {
      const request = complete(AuthorizeRequest, { account: ACCOUNT, ...fields });
      const answer = await mail.call(Authorization.authorize, request);
      if (answer.decision !== Decision.ALLOW) throw new Error(`${answer.rule} ${answer.reason}`);
      return answer;
    };
    const sessionSecret = await signInAtWebmail({ operator, edge: mail }, account);
    const mailToken = () => mail.call(Authorization.mailToken, { sessionSecret });
    // A mail token lasts five minutes, so each turn gets a new one.
    let token = Buffer.alloc(0);
    const kinds: Readonly<Record<string, () => Promise<unknown>>> = {
      'Authorize by a network’s rule': () =>
        authorize({ service: Service.IMAP, clientIp: OFFICE, passwordVerified: true }),
      'Authorize with a mail token': () =>
        authorize({ service: Service.IMAP, clientIp: WEBMAIL, password: token }),
      CheckSession: () =>
        mail.call(
          Authorization.checkSession,
          complete(CheckSessionRequest, { token: sessionSecret, clientIp: HOME }),
        ),
      MailToken: mailToken,
      'the first page': async () => {
        const answer = await fetch(`${measured.signInPage}/sign-in`);
        if (!answer.ok) throw new Error(`the page answers ${answer.status}`);
        await answer.arrayBuffer();
      },
    };
    const rows = Object.entries(kinds).map(([what, call]) => ({
      ...{ what, call, samples: [] as number[], cpu: 0 },
    }));
    for (let turn = -1; turn < TURNS; turn += 1) {
      tell(`${CALLS_A_TURN} calls each, turn ${turn}`);
      token = Buffer.from((await mailToken()).mailToken);
      for (const row of rows) {
        const before = cpuOfChildren();
        for (let n = 0; n < CALLS_A_TURN; n += 1) {
          const since = performance.now();
          await row.call();
          if (turn >= 0) row.samples.push(performance.now() - since);
        }
        if (turn >= 0) row.cpu += cpuOfChildren() - before;
      }
    }
    const first = rows[0]?.cpu ?? Number.NaN;
    return rows.map(({ what, samples, cpu }) => ({
      what,
      p50_ms: shareOf(samples, 0.5).toFixed(1),
      p99_ms: shareOf(samples, 0.99).toFixed(1),
      cpu_ms: ((cpu * 1000) / samples.length).toFixed(2),
      ratio: (cpu / first).toFixed(2),
    }));
  } finally {
    await measured.close();
  }
}
