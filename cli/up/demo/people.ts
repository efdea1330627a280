import { randomBytes } from 'node:crypto';
import { GatepostError } from '../../../libs/errors/index.js';
import { Service } from '../../../libs/gen/gatepost/common/v1/common.js';
import { CredentialAdminServiceService as CredentialAdmin } from '../../../libs/gen/gatepost/credential/v1/credential.js';
import { OtpAdminServiceService as OtpAdmin } from '../../../libs/gen/gatepost/otp/v1/otp.js';
import type { Session } from '../../session/session.js';
import { type AuthenticatorApp, createAuthenticatorApp } from './authenticator-app.js';
import type { Cast } from './cast.js';

/** What a person in the demo knows and has. */
export interface Person {
  readonly password: string;
  readonly mobilePassword?: string;
  readonly authenticator?: AuthenticatorApp;
}

const actor = { onBehalfOf: 'the demo', comment: '' };

/** Creates everyone, with an administrator's calls. */
export async function createPeople(
  session: Session,
  cast: Cast,
): Promise<ReadonlyMap<string, Person>> {
  const { luca, bea, carl, dora, helpdesk, billing } = cast;
  return new Map(
    await Promise.all([
      createPerson(session, luca, { phone: true, otp: true }),
      createPerson(session, bea, { otp: true }),
      createPerson(session, carl, {}),
      createPerson(session, dora, {}),
      createPerson(session, helpdesk, {}),
      createPerson(session, billing, {}),
    ]),
  );
}

async function createPerson(
  session: Session,
  account: string,
  has: { phone?: boolean; otp?: boolean },
): Promise<readonly [string, Person]> {
  const password = randomBytes(9).toString('base64url');
  await setPassword(session, account, Buffer.from(password));
  return [
    account,
    {
      password,
      ...(has.phone === true ? { mobilePassword: await addPhone(session, account) } : {}),
      ...(has.otp === true ? { authenticator: await addAuthenticator(session, account) } : {}),
    },
  ];
}

/** For an account that rules name: it may exist from an earlier run. */
async function setPassword({ call }: Session, account: string, password: Buffer): Promise<void> {
  try {
    await call(CredentialAdmin.createAccount, { account, password, actor });
  } catch (error) {
    if (!(error instanceof GatepostError) || error.code !== 'ALREADY_EXISTS') throw error;
    await call(CredentialAdmin.setPassword, { account, password, actor });
  }
}

async function addPhone({ call }: Session, account: string): Promise<string> {
  const { secret } = await call(CredentialAdmin.createAppPassword, {
    account,
    label: 'phone',
    services: [Service.EAS],
    expiresAt: undefined,
    unknownAccount: false,
    actor,
  });
  return secret;
}

async function addAuthenticator({ call }: Session, account: string): Promise<AuthenticatorApp> {
  const app = createAuthenticatorApp(randomBytes(20), account);
  const otpauthUri = Buffer.from(app.otpauthUri);
  await call(OtpAdmin.importAuthenticator, { account, otpauthUri, entry: '', actor });
  return app;
}
