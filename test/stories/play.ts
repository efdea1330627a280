import { randomUUID } from 'node:crypto';
import { stringify } from 'yaml';
import type { Message, ProtoClient } from '../suite/proto-client.js';
import { createPeople, type Person } from './people.js';
import { present } from './present.js';
import { answerSaml, type Providers, presentsSaml, setUpProviders } from './providers.js';
import {
  type Login,
  type PolicyDocument,
  type Revoke,
  type Story,
  secondsOf,
} from './read-story.js';
import { SERVICE_ENUM } from './wire.js';

/** What a story is played on. */
export interface Stage {
  readonly frontEnd: ProtoClient;
  readonly admin: ProtoClient;
  readonly clock: { now(): number; advance(ms: number): void };
}

/** A story that has been set up, and is played step by step. */
export interface Performance {
  /** Answers to begin_saml that the logins needed so far: decisions, too. */
  readonly begun: readonly Message[];
  /** One login; an error of the call is thrown as it is. */
  login(login: Login): Promise<Message>;
  revoke(revoke: Revoke): Promise<void>;
  wait(duration: string): void;
  /** Applies a document on top of the story's own; the last message of the answer. */
  apply(document: PolicyDocument): Promise<Message>;
}

const AUTHORIZE = 'gatepost.policy.v1.AuthorizationService/Authorize';
const APPLY = 'gatepost.policy.v1.PolicyAdminService/Apply';

/** Applies the story's policies as one set and makes its people, by administrators' calls alone. */
export async function setUp(story: Story, stage: Stage): Promise<Performance> {
  const { admin, clock } = stage;
  const outcome = await applySet(admin, story.policies);
  if (outcome.applied == null) {
    throw new Error(`${story.file}: refused: ${JSON.stringify(outcome.refused)}`);
  }
  const people = await createPeople(story, admin);
  const providers = await setUpProviders(story, stage);
  const devices = new Map<string, string>();
  const begun: Message[] = [];
  return {
    begun,
    login: (login) => playLogin({ login, stage, people, providers, devices, begun }),
    revoke: (step) => revokeTrust(admin, step),
    wait: (duration) => clock.advance(secondsOf(duration) * 1000),
    apply: (document) => applySet(admin, [document]),
  };
}

async function playLogin(options: {
  login: Login;
  stage: Stage;
  people: ReadonlyMap<string, Person>;
  providers: Providers;
  devices: Map<string, string>;
  begun: Message[];
}): Promise<Message> {
  const { login, stage, people, providers, devices, begun } = options;
  const { account, service, ip, interactive, device, remember } = login;
  const presented = present(login, people, stage.clock);
  const request = {
    account,
    service: SERVICE_ENUM[service],
    client_ip: ip,
    ...(interactive === undefined ? {} : { interactive }),
    ...(device === undefined ? {} : { device_token: devices.get(device) ?? '' }),
    ...(remember === undefined ? {} : { remember: wishOf(remember, device) }),
  };
  const authorize = (carried: object) =>
    stage.frontEnd.call(AUTHORIZE, { ...request, attempt_id: randomUUID(), ...carried });
  let carried: object = presented;
  if (presentsSaml(login)) {
    const start = await authorize({ begin_saml: true });
    begun.push(start);
    carried = await answerSaml(login, start, providers);
  }
  const answer = await authorize(carried);
  if (device !== undefined && answer.device_token !== '') devices.set(device, answer.device_token);
  const person = people.get(account.toLowerCase());
  if (person !== undefined && answer.decision === 'DECISION_ALLOW') {
    const { otp_code, otp_authenticator_id = '', recovery_code } = presented;
    if (otp_code !== undefined) person.lastCode = { otp_code, otp_authenticator_id };
    if (recovery_code !== undefined) person.lastRecoveryCode = recovery_code;
  }
  return answer;
}

function wishOf(remember: NonNullable<Login['remember']>, device: string | undefined) {
  return {
    ...(remember.ip === undefined ? {} : { ip_seconds: secondsOf(remember.ip) }),
    ...(remember.device === undefined ? {} : { device_seconds: secondsOf(remember.device) }),
    device_label: device ?? '',
  };
}

async function revokeTrust(admin: ProtoClient, { account, ip, device }: Revoke): Promise<void> {
  const service = 'gatepost.truststore.v1.TrustAdminService';
  const actor = { comment: 'as the story says' };
  if (ip !== undefined) {
    await admin.call(`${service}/RevokeTrust`, { account, client_ip: ip, actor });
  }
  if (device === undefined) return;
  const { trusts } = await admin.call(`${service}/ListTrust`, { account });
  for (const trust of trusts.filter((each: Message) => each.label === device)) {
    await admin.call(`${service}/RevokeTrust`, { account, trust_id: trust.trust_id, actor });
  }
}

export async function applySet(admin: ProtoClient, documents: readonly PolicyDocument[]) {
  const files = documents.map((document) => ({
    file: {
      name: `${nameOf(document).replace(':', '-')}.yaml`,
      content: Buffer.from(stringify(document)),
      documents: [nameOf(document)],
    },
  }));
  const answers = await admin.exchange(APPLY, [{ options: {} }, ...files]);
  return answers.at(-1);
}

function nameOf(document: PolicyDocument): string {
  return document.template === undefined ? `${document.domain}` : `template:${document.template}`;
}
