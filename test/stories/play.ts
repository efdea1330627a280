import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isInteractive, type Service } from '../../libs/names/services.js';
import type { Message, ProtoClient } from '../suite/proto-client.js';
import { registerClients, removeAccount, resetOtp, setPassword } from './administer.js';
import { applySet } from './apply-set.js';
import { beginOf } from './days.js';
import { answerPasskey, documentToEnrol, hostOf, presentsPasskey } from './passkeys.js';
import { createPeople, type Person } from './people.js';
import { type Presented, present } from './present.js';
import { answerSaml, type Providers, presentsSaml, setUpProviders } from './providers.js';
import {
  type Login,
  type PolicyDocument,
  type Revoke,
  type Story,
  secondsOf,
} from './read-story.js';
import { keepSessions, type Sessions } from './sessions.js';
import type { EnrolStep, UseStep } from './ticket-steps.js';
import { enrol, type Outcome, type TicketUse, useTicket } from './use-ticket.js';
import { SERVICE_ENUM } from './wire.js';

/** What a story is played on. */
export interface Stage {
  readonly frontEnd: ProtoClient;
  readonly admin: ProtoClient;
  /** The console, whose certificate goes with administrators' tickets; absent if the story has none. */
  readonly console?: ProtoClient;
  /** The sign-in page; if absent, the front-end. */
  readonly portal?: ProtoClient;
  readonly edge?: ProtoClient;
  readonly clock: { now(): number; advance(ms: number): void };
  /** How long to repeat a login that cannot be decided; absent: half a minute. */
  readonly repeatForMs?: number;
}

/** A story that has been set up, and is played step by step. */
export interface Performance {
  /** Answers to begin_saml that the logins needed so far. They are decisions, too. */
  readonly begun: readonly Message[];
  /** Plays one login. An error of the call is thrown as it is. */
  login(login: Login): Promise<Message>;
  revoke(revoke: Revoke): Promise<void>;
  wait(duration: string): void;
  /** Moves the clock to one second into a UTC day. */
  until(day: string): void;
  /** Uses a ticket from the login with the id `of`. */
  enrol(step: EnrolStep): Promise<Outcome>;
  use(step: UseStep): Promise<Outcome>;
  setPassword(account: string): Promise<void>;
  resetOtp(account: string): Promise<void>;
  removeAccount(account: string): Promise<void>;
  /** The holder of the session's secret ends the session. */
  signOut(session: string): Promise<void>;
  /** Applies documents on top of the story's own. Returns the last message of the answer. */
  apply(documents: readonly PolicyDocument[]): Promise<Message>;
}

const AUTHORIZE = 'gatepost.policy.v1.AuthorizationService/Authorize';

/** Applies the story's policies as one set and makes its people, by administrators' calls alone. */
export async function setUp(story: Story, stage: Stage): Promise<Performance> {
  const { admin, clock } = stage;
  const { people, decisions } = await arrive(story, stage);
  const outcome = await applySet(admin, story.policies);
  if (outcome.applied == null) {
    throw new Error(`${story.file}: refused: ${JSON.stringify(outcome.refused)}`);
  }
  const { clients = {} } = story;
  await registerClients(admin, clients);
  const [firstClient = ''] = Object.keys(clients);
  const sessions = keepSessions(stage.portal ?? stage.frontEnd, clock);
  const providers = await setUpProviders(story, stage);
  const devices = new Map<string, string>();
  const begun: Message[] = [...decisions];
  const answers = new Map<string, { readonly login: Login; readonly answer: Message }>();
  const useOf = ({ of }: { readonly of: string }): TicketUse => {
    const given = answers.get(of);
    const person = people.get(given?.login.account.toLowerCase() ?? '');
    if (given === undefined || person === undefined) throw new Error(`no login ${of} before`);
    const { frontEnd, console } = stage;
    const documents = story.policies;
    return { frontEnd, console, documents, clock, person, answer: given.answer };
  };
  const personOf = (account: string) => {
    const person = people.get(account);
    if (person === undefined) throw new Error(`the story has nobody of the name ${account}`);
    return person;
  };
  return {
    begun,
    login: async (login) => {
      const parts = { stage, people, providers, devices, begun, sessions, firstClient, story };
      const answer = await playLogin({ login, ...parts });
      answers.set(login.id, { login, answer });
      return answer;
    },
    enrol: (step) => enrol(step, useOf(step), story),
    use: (step) => useTicket(step, useOf(step)),
    until: (day) => clock.advance(beginOf(day) - clock.now()),
    revoke: (step) => revokeTrust(admin, step, sessions),
    setPassword: (account) => setPassword(admin, account, personOf(account)),
    resetOtp: (account) => resetOtp(admin, account),
    removeAccount: (account) => removeAccount(admin, account),
    signOut: (session) => sessions.signOut(session),
    wait: (duration) => clock.advance(secondsOf(duration) * 1000),
    apply: (documents) => applySet(admin, documents),
  };
}

/**
 * Makes the people. Those with passkeys make them under a document that allows it, before the story's own is applied.
 */
async function arrive(story: Story, stage: Stage) {
  const withPasskeys = Object.entries(story.people).filter(
    ([, { passkeys }]) => passkeys !== undefined,
  );
  const domains = new Set(withPasskeys.map(([account]) => account.slice(account.indexOf('@') + 1)));
  if (domains.size > 0) {
    const applied = await applySet(stage.admin, [...domains].map(documentToEnrol));
    if (applied.applied == null) throw new Error(JSON.stringify(applied.refused));
  }
  return createPeople(story, stage);
}

async function playLogin(options: {
  login: Login;
  stage: Stage;
  people: ReadonlyMap<string, Person>;
  providers: Providers;
  devices: Map<string, string>;
  begun: Message[];
  sessions: Sessions;
  firstClient: string;
  story: Story;
}): Promise<Message> {
  const { login, stage, people, providers, devices, begun, sessions, firstClient, story } = options;
  const { account, service, ip, interactive, device, session } = login;
  const presented = await presentAll(login, people, stage, sessions);
  const wish = wishOf(login);
  const request = {
    account,
    service: SERVICE_ENUM[service],
    client_ip: ip,
    ...(interactive === undefined ? {} : { interactive }),
    ...(device === undefined ? {} : { device_token: devices.get(device) ?? '' }),
    ...(wish === undefined ? {} : { remember: wish }),
    ...(session === undefined ? {} : { client: login.client ?? firstClient }),
  };
  // The sign-in page may only ask for interactive services. edge may ask for all.
  const asksForSession = isInteractive(service as Service) ? stage.portal : stage.edge;
  const frontEnd = (session !== undefined && asksForSession) || stage.frontEnd;
  const authorize = (carried: object) =>
    askAgain(
      () => frontEnd.call(AUTHORIZE, { ...request, attempt_id: randomUUID(), ...carried }),
      stage.repeatForMs,
    );
  let carried: object = presented;
  if (presentsSaml(login)) {
    const start = await authorize({ begin_saml: true });
    begun.push(start);
    carried = await answerSaml(login, start, providers);
  }
  const person = people.get((login.whose ?? account).toLowerCase());
  const word = login.present.find(presentsPasskey);
  if (word !== undefined) {
    const host = login.host ?? hostOf(story, login.whose ?? account);
    const started = await authorize({ ...presented, begin_passkey: true, sign_in_host: host });
    if (account !== '') begun.push(started);
    if (started.passkey_login == null) {
      begun.pop();
      return started;
    }
    const answered = { word, begun: started, host, person, people };
    carried = { ...presented, ...answerPasskey(answered) };
  }
  const answer = await authorize(carried);
  if (device !== undefined && answer.device_token !== '') devices.set(device, answer.device_token);
  if (session !== undefined && answer.session_secret !== '') {
    await sessions.keep(session, answer.session_secret);
  }
  if (person !== undefined && answer.decision === 'DECISION_ALLOW') {
    const { otp_code, otp_authenticator_id = '', recovery_code } = presented;
    if (otp_code !== undefined) person.lastCode = { otp_code, otp_authenticator_id };
    if (recovery_code !== undefined) person.lastRecoveryCode = recovery_code;
    if (word !== undefined) person.lastPasskey = carried;
  }
  return answer;
}

const UNAVAILABLE = 14;
const REPEAT_FOR_MS = 30_000;
const PAUSE_MS = 50;

/** After the clock was moved, nothing is decided until clocks and revisions are confirmed. */
async function askAgain<T>(ask: () => Promise<T>, repeatForMs = REPEAT_FOR_MS): Promise<T> {
  const until = performance.now() + repeatForMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const undecided = (error as { code?: number }).code === UNAVAILABLE;
      if (!undecided || performance.now() >= until) throw error;
      await sleep(PAUSE_MS);
    }
  }
}

/** What a login asks to have remembered. If no lifetime of a session is named, the document's applies. */
function wishOf({ remember, session, device }: Login) {
  if (remember === undefined && session === undefined) return undefined;
  const { ip, device: lifetime, session: asked } = remember ?? {};
  return {
    ...(ip === undefined ? {} : { ip_seconds: secondsOf(ip) }),
    ...(lifetime === undefined ? {} : { device_seconds: secondsOf(lifetime) }),
    ...(session === undefined
      ? {}
      : { session_seconds: asked === undefined ? 0 : secondsOf(asked) }),
    device_label: device ?? '',
  };
}

/** Presents what a login carries. The sign-in page answers words about sessions, the person all others. */
async function presentAll(
  login: Login,
  people: ReadonlyMap<string, Person>,
  { clock }: Stage,
  sessions: Sessions,
): Promise<Presented> {
  const words = login.present.filter(
    (word) => !word.startsWith('session') && !presentsPasskey(word),
  );
  const presented = present({ ...login, present: words }, people, clock);
  for (const word of login.present) {
    const password = await sessions.present(word);
    if (password !== undefined) presented.password = password;
  }
  return presented;
}

async function revokeTrust(
  admin: ProtoClient,
  { account, ip, device, session }: Revoke,
  sessions: Sessions,
): Promise<void> {
  const service = 'gatepost.truststore.v1.TrustAdminService';
  const actor = { comment: 'as the story says' };
  if (session !== undefined) {
    const trust_id = sessions.idOf(session);
    await admin.call(`${service}/RevokeTrust`, { account, trust_id, actor });
    return;
  }
  if (ip === undefined && device === undefined) {
    await admin.call(`${service}/RevokeTrust`, { account, actor });
    return;
  }
  if (ip !== undefined) {
    await admin.call(`${service}/RevokeTrust`, { account, client_ip: ip, actor });
  }
  if (device === undefined) return;
  const { trusts } = await admin.call(`${service}/ListTrust`, { account });
  for (const trust of trusts.filter((each: Message) => each.label === device)) {
    await admin.call(`${service}/RevokeTrust`, { account, trust_id: trust.trust_id, actor });
  }
}
