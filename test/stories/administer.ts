import { randomBytes } from 'node:crypto';
import { until } from '../../libs/testing/until.js';
import type { Message, ProtoClient } from '../suite/proto-client.js';
import type { Person } from './people.js';
import type { ClientSpec } from './session-steps.js';
import { SERVICE_ENUM } from './wire.js';

const ACTOR = { comment: 'as the story says' };

/** Registers the clients of a story. */
export async function registerClients(
  admin: ProtoClient,
  clients: Readonly<Record<string, ClientSpec>>,
): Promise<void> {
  for (const [id, { service, domains, networks }] of Object.entries(clients)) {
    await admin.call('gatepost.policy.v1.ClientAdminService/PutClient', {
      client: {
        ...{ id, name: id, service: SERVICE_ENUM[service], domains, networks },
        oidc: { redirect_uris: [`https://${id}.example/callback`] },
      },
      actor: ACTOR,
    });
  }
}

/** Sets a new main password, which the person uses from now on. */
export async function setPassword(admin: ProtoClient, account: string, person: Person) {
  const password = randomBytes(9).toString('base64url');
  await admin.call('gatepost.credential.v1.CredentialAdminService/SetPassword', {
    account,
    password: Buffer.from(password),
    actor: ACTOR,
  });
  person.oldPassword = person.password;
  person.password = password;
}

/** Removes every authenticator and recovery code of an account. */
export async function resetOtp(admin: ProtoClient, account: string): Promise<void> {
  await admin.call('gatepost.otp.v1.OtpAdminService/ResetAccount', { account, actor: ACTOR });
}

/** Resolves when every store has purged the account. */
export async function removeAccount(admin: ProtoClient, account: string): Promise<void> {
  const service = 'gatepost.policy.v1.AccountAdminService';
  await admin.call(`${service}/RemoveAccount`, { account, actor: ACTOR });
  await until(`${account} is removed`, async () => {
    const { removal } = (await admin.call(`${service}/GetRemoval`, { account })) as Message;
    return removal.completed_at !== null;
  });
}
