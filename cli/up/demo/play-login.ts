import { setTimeout as sleep } from 'node:timers/promises';
import {
  AuthorizationServiceService as Authorization,
  AuthorizeRequest,
  type AuthorizeResponse,
} from '../../../libs/gen/gatepost/policy/v1/authorization.js';
import { complete } from '../../../libs/grpc/wire/complete.js';
import { CliError } from '../../output/exit.js';
import type { Session } from '../../session/session.js';
import { parseService } from '../../wire/names.js';
import type { Person } from './people.js';
import type { DemoLogin } from './script.js';
import { type SignedOn, signOnAs } from './single-sign-on/sign-on-as.js';

/** What earlier logins left for later ones. */
export interface Stage {
  readonly people: ReadonlyMap<string, Person>;
  readonly frontEnds: { mail: Session; webmail: Session };
  readonly signal: AbortSignal;
  lastCode: string;
  /** When the trust granted last expires, in ms since the epoch. */
  trustUntil: number;
  /** What the identity provider returned last. */
  signedOn: SignedOn | undefined;
}

/**
 * Presents one login as its front-end would. Resolves to the part that can be shown, and the
 * answer.
 */
export async function playLogin(
  login: DemoLogin,
  stage: Stage,
): Promise<{ presented: string; answer: AuthorizeResponse }> {
  const { frontEnds, signal } = stage;
  if (login.afterTrust === true) {
    await sleep(Math.max(0, stage.trustUntil + 100 - Date.now()), undefined, { signal });
  }
  const { account, service, from: clientIp, rememberSeconds } = login;
  const frontEnd = service === 'WebUI' ? frontEnds.webmail : frontEnds.mail;
  const where = { account, service: parseService(service), clientIp, userAgent: 'the demo' };
  const authorize = (carried: object) =>
    frontEnd.call(Authorization.authorize, complete(AuthorizeRequest, { ...where, ...carried }));
  if (login.presented.includes('single sign-on')) {
    const { samlLogin } = await authorize({ beginSaml: true });
    if (samlLogin === undefined) throw new CliError(`${account} cannot begin single sign-on`);
    stage.signedOn = await signOnAs(account, samlLogin, signal);
  }
  const { fields, shown } = present(login, stage);
  const wished = rememberSeconds === undefined ? {} : { remember: { ipSeconds: rememberSeconds } };
  const answer = await authorize({ ...fields, ...wished });
  const until = answer.grants.find((grant) => grant.until !== undefined)?.until;
  if (until !== undefined) stage.trustUntil = until.getTime();
  const wish = rememberSeconds === undefined ? '' : `, trust this address ${rememberSeconds} s`;
  const over = login.afterTrust === true ? ', once trust has run out' : '';
  return { presented: `${shown}${wish}${over}`, answer };
}

/** What the request carries, and what is shown of it: a code may be shown, a password may not. */
function present(login: DemoLogin, stage: Stage) {
  const person = stage.people.get(login.account);
  const fields: { password?: Buffer; otpCode?: string } & Partial<SignedOn> = {};
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
      case 'single sign-on':
        Object.assign(fields, stage.signedOn);
        return item;
      case 'same response':
        Object.assign(fields, stage.signedOn);
        return 'the same response again';
      default:
        return item satisfies never;
    }
  });
  return { fields, shown: shown.join(', ') };
}
