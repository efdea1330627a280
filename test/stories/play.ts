import { randomUUID } from 'node:crypto';
import { stringify } from 'yaml';
import type { Message, ProtoClient } from '../suite/proto-client.js';
import { beginOf } from './days.js';
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
import type { EnrolStep, UseStep } from './ticket-steps.js';
import { enrol, type Outcome, type TicketUse, useTicket } from './use-ticket.js';
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
  /** Moves the clock to one second into a UTC day. */
  until(day: string): void;
  /** Uses a ticket that the login with the id `of` was given. */
  enrol(step: EnrolStep): Promise<Outcome>;
  use(step: UseStep): Promise<Outcome>;
  /** Applies documents on top of the story's own; the last message of the answer. */
  apply(documents: readonly PolicyDocument[]): Promise<Message>;
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
  const answers = new Map<string, { readonly login: Login; readonly answer: Message }>();
  const useOf = ({ of }: { readonly of: string }): TicketUse => {
    const given = answers.get(of);
    const person = people.get(given?.login.account.toLowerCase() ?? '');
    if (given === undefined || person === undefined) throw new Error(`no login ${of} before`);
    return { frontEnd: stage.frontEnd, clock, person, answer: given.answer };
  };
  return {
    begun,
    login: async (login) => {
      const answer = await playLogin({ login, stage, people, providers, devices, begun });
      answers.set(login.id, { login, answer });
      return answer;
    },
    enrol: (step) => enrol(step, useOf(step)),
    use: (step) => useTicket(step, useOf(step)),
    until: (day) => clock.advance(beginOf(day) - clock.now()),
    revoke: (step) => revokeTrust(admin, step),
    wait: (duration) => clock.advance(secondsOf(duration) * 1000),
    apply: (documents) => applySet(admin, documents),
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
    askAgain(() =>
      stage.frontEnd.call(AUTHORIZE, { ...request, attempt_id: randomUUID(), ...carried }),
    );
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

const UNAVAILABLE = 14;
const PATIENCE_MS = 10_000;

/** After a jump of the clock, clocks and revisions are being confirmed: nothing is decided then. */
async function askAgain<T>(ask: () => Promise<T>): Promise<T> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const undecided = (error as { code?: number }).code === UNAVAILABLE;
      if (!undecided || performance.now() > until) throw error;
    }
  }
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
