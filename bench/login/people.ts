import { randomBytes } from 'node:crypto';
import type { Session } from '../../cli/session/session.js';
import { createAuthenticatorApp } from '../../cli/up/demo/authenticator-app.js';
import { Service } from '../../libs/gen/gatepost/common/v1/common.js';
import { CredentialAdminServiceService as CredentialAdmin } from '../../libs/gen/gatepost/credential/v1/credential.js';
import { OtpAdminServiceService as OtpAdmin } from '../../libs/gen/gatepost/otp/v1/otp.js';

/** A person with everything that the logins use. */
export interface Person {
  readonly account: string;
  readonly password: Buffer;
  readonly appPassword: Buffer;
  readonly app: ReturnType<typeof createAuthenticatorApp>;
}

/** Creates an account with a password, an app password, an authenticator and what else the logins need. */
export async function createPerson(operator: Session, account: string): Promise<Person> {
  const actor = undefined;
  const password = Buffer.from(randomBytes(9).toString('base64url'));
  await operator.call(CredentialAdmin.createAccount, { account, password, actor });
  const { secret } = await operator.call(CredentialAdmin.createAppPassword, {
    ...{ account, label: 'phone', services: [Service.EAS] },
    ...{ expiresAt: undefined, unknownAccount: false, actor },
  });
  const app = createAuthenticatorApp(randomBytes(20), account);
  const otpauthUri = Buffer.from(app.otpauthUri);
  await operator.call(OtpAdmin.importAuthenticator, { account, otpauthUri, entry: '', actor });
  return { account, password, appPassword: Buffer.from(secret), app };
}
