import type { Page } from 'playwright-core';
import type { BrowserStage, Person } from './stage.js';

/** If the web takes only a passkey, makes the first one at a service where a password is enough. */
export async function enrolElsewhere(
  stage: BrowserStage,
  page: Page,
  { account, password }: Pick<Person, 'account' | 'password'>,
): Promise<string[]> {
  const authorize = 'gatepost.policy.v1.AuthorizationService/Authorize';
  const enrolment = 'gatepost.passkey.v1.PasskeyEnrollmentService';
  const portal = stage.suite.client('service', 'portal');
  const { tickets } = await portal.call(authorize, {
    ...{ account, service: 'SERVICE_DESKTOP_APP', client_ip: '127.0.0.1' },
    password: Buffer.from(password),
  });
  const ticket = tickets.find(({ stores }: { stores: string[] }) => stores.includes('passkey'));
  const begun = await portal.call(`${enrolment}/BeginRegistration`, {
    ...{ ticket: ticket.token, label: 'phone', sign_in_host: 'localhost' },
  });
  await page.goto(`${stage.origin}/not-found`);
  const response = await page.evaluate(CREATE, begun.creation_options);
  const made = await portal.call(`${enrolment}/FinishRegistration`, {
    registration_token: begun.registration_token,
    response: Buffer.from(response),
  });
  const { passkey_id, confirmation_token, recovery_codes } = made;
  await portal.call(`${enrolment}/ConfirmRegistration`, { passkey_id, confirmation_token });
  return recovery_codes;
}

/** Runs in the page: makes a passkey by creation options, and returns RegistrationResponseJSON. */
const CREATE = async (options: string): Promise<string> => {
  // biome-ignore lint/suspicious/noExplicitAny: evaluated in the browser, whose types are not these
  const { PublicKeyCredential, navigator } = globalThis as any;
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(options));
  return JSON.stringify((await navigator.credentials.create({ publicKey })).toJSON());
};
