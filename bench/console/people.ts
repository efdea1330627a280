import { createHmac } from 'node:crypto';
import type { Session } from '../../cli/session/session.js';
import { createAuthenticatorApp } from '../../cli/up/demo/authenticator-app.js';
import type { PortPlan } from '../../cli/up/installation/ports.js';
import { pagesUrl } from '../../cli/up/installation/service-config.js';
import { Service } from '../../libs/gen/gatepost/common/v1/common.js';
import { CredentialAdminServiceService as Credential } from '../../libs/gen/gatepost/credential/v1/credential.js';
import { OtpAdminServiceService as Otp } from '../../libs/gen/gatepost/otp/v1/otp.js';
import { type Browser, openBrowser } from './browser.js';
import { ADMINISTRATOR, OPERATOR } from './documents.js';
import { BUSY, LARGE, LARGE_ACCOUNTS } from './sizes.js';

const PASSWORD = 'Correct-Horse-7-Battery';
/** Of `x`, at the lowest cost: nobody of these signs in. */
const HASH = Buffer.from('$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e');
const A_CALL = 500;
const APP_PASSWORDS = 5;
const actor = { onBehalfOf: '', comment: 'bench' };

/** The same at each start, so that an installation that was kept can be used again. */
function appOf(account: string) {
  const secret = createHmac('sha1', 'bench').update(account).digest();
  return createAuthenticatorApp(secret, account);
}

/** Makes the accounts of the large domain, and who signs in at the console. */
export async function makePeople(admin: Session): Promise<void> {
  for (let from = 0; from < LARGE_ACCOUNTS; from += A_CALL) {
    const accounts = Array.from({ length: A_CALL }, (_, n) => {
      return { account: `u${from + n}@${LARGE}`, hash: HASH };
    });
    await admin.call(Credential.importAccounts, { accounts, replace: false, actor });
  }
  for (const account of [OPERATOR, ADMINISTRATOR]) {
    await admin.call(Credential.createAccount, { account, password: Buffer.from(PASSWORD), actor });
  }
  for (const account of [OPERATOR, ADMINISTRATOR, BUSY]) {
    const otpauthUri = Buffer.from(appOf(account).otpauthUri);
    await admin.call(Otp.importAuthenticator, { account, otpauthUri, actor, entry: '' });
  }
  for (let n = 1; n <= APP_PASSWORDS; n += 1) {
    await admin.call(Credential.createAppPassword, {
      ...{ account: BUSY, label: `phone ${n}`, services: [Service.EAS], expiresAt: undefined },
      ...{ actor, unknownAccount: false },
    });
  }
}

/**
 * Signs in at the console through the sign-in page.
 * @throws Error if a page is not the one that was expected
 */
export async function signIn(
  account: string,
  at: { readonly plan: PortPlan; readonly console: string; readonly client: string },
): Promise<Browser> {
  const console = openBrowser(at.console, at.client);
  const portal = openBrowser(pagesUrl(at.plan), at.client);
  const left = await console.get((await console.get('/')).location);
  const first = await portal.get((await portal.get(left.location)).location);
  const names = { token: first.field('token'), flow: first.field('flow') };
  const given = await portal.post('/sign-in', { account, password: PASSWORD, ...names });
  const second = await portal.get(given.location);
  const code = appOf(account).codeAt(Date.now());
  const form = { token: second.field('token'), step: second.field('step'), code };
  const done = await portal.post(`${given.location}/code`, form);
  const back = await portal.get(done.location);
  const arrived = await console.get(back.location);
  if (arrived.status !== 303) {
    throw new Error(`${account} did not reach the console: ${done.status} ${arrived.status}`);
  }
  return console;
}
