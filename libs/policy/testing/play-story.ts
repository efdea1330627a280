import { parseAccount } from '../../names/account.js';
import { type Address, parseAddress } from '../../names/address.js';
import { prefixText } from '../../names/cidr.js';
import { isInteractive, serviceBit } from '../../names/services.js';
import { evaluateLogin, type Outcome } from '../decide/evaluate.js';
import type { Verified } from '../decide/facts.js';
import type { FirstFactor, Presented } from '../decide/plan.js';
import type { Policy } from '../decide/policy.js';
import { parseDuration } from '../language/values.js';
import type { Login, Person, Story } from './story.js';

export interface Played {
  readonly login: Login;
  readonly outcome: Outcome | 'INVALID';
  readonly granted: readonly string[];
}

interface Grant {
  readonly account: string;
  readonly kind: 'ip' | 'device';
  readonly key: string;
  readonly until: number;
}

const MAX_FAILURES = 10;

/**
 * Plays a story through the rules only. People, trust and throttles are kept here as the story
 * describes them, as plainly as possible.
 */
export function playStory(story: Story, policies: ReadonlyMap<string, Policy>): Played[] {
  const played: Played[] = [];
  const failures = new Map<string, number>();
  let grants: Grant[] = [];
  let now = Date.UTC(2026, 10, 23);

  const play = (login: Login): Pick<Played, 'outcome' | 'granted'> => {
    const account = parseAccount(login.account);
    const address = parseAddress(login.ip);
    if (!account.ok || !address.ok) return { outcome: 'INVALID', granted: [] };
    const { name, domain } = account.value;
    const policy = policies.get(domain) ?? policies.get('*');
    const keys = keysOf(policy, address.value, login);
    const live = grants.filter((grant) => grant.account === name && grant.until > now);
    const holds = (kind: 'ip' | 'device') =>
      live.some((g) => g.kind === kind && g.key === keys[kind]);
    const presented = presentedBy(login);
    const failed = failures.get(`${name} ${login.ip}`) ?? 0;
    const facts = {
      presented,
      ...verify(story, login, name, failed),
      interactive: login.interactive ?? isInteractive(login.service),
      hasOtp: story.people[name]?.otp ?? false,
      passkey: undefined,
      hasPasskey: false,
      hasSaml: membersOf(story, domain).some((person) => person.saml),
      now,
    };
    const connection = {
      account: name,
      service: serviceBit(login.service),
      address: address.value,
      trustedIp: holds('ip'),
      trustedDevice: holds('device'),
    };
    const evaluation = evaluateLogin(policy, connection, facts);
    if (evaluation.kind !== 'decided') throw new Error(`${login.id}: ${evaluation.kind}`);
    const { outcome } = evaluation;
    if (outcome.reason === 'BAD_CREDENTIALS') failures.set(`${name} ${login.ip}`, failed + 1);
    const granted: string[] = [];
    for (const kind of ['ip', 'device'] as const) {
      const terms = policy?.described.trust[kind];
      const asked = login.remember?.[kind];
      if (!outcome.earnsTrust || terms === undefined || asked === undefined) continue;
      const others = live.filter((g) => g.kind === kind && g.key !== keys[kind]);
      if (others.length >= terms.perAccount) continue;
      const until = now + Math.min(msOf(asked), terms.max);
      grants.push({ account: name, kind, key: keys[kind], until });
      granted.push(kind);
    }
    return { outcome, granted };
  };

  for (const step of story.logins) {
    if ('wait' in step) now += msOf(step.wait);
    else if ('revoke' in step) grants = grants.filter((g) => g.account !== step.revoke.account);
    else for (let n = 0; n < (step.repeat ?? 1); n++) played.push({ login: step, ...play(step) });
  }
  return played;
}

function keysOf(policy: Policy | undefined, address: Address, login: Login) {
  const prefix = policy?.described.trust.ip?.ipv6Prefix ?? 128;
  return { ip: prefixText(address, prefix), device: login.device ?? '' };
}

function presentedBy({ present, remember }: Login): Presented {
  const kinds: [string, FirstFactor][] = [
    ['password', 'password'],
    ['wrong-password', 'password'],
    ['verified', 'verified'],
    ['app:', 'app-password'],
    ['saml', 'saml'],
  ];
  const first = kinds.find(([start]) => present.some((what) => what.startsWith(start)))?.[1];
  const second = present.some((what) => what.startsWith('otp') || what.startsWith('recovery'));
  const nothing = { passkey: false, prove: false };
  return { first: first ?? 'none', second, remember: remember !== undefined, ...nothing };
}

function verify(story: Story, login: Login, name: string, failed: number) {
  const person = story.people[name];
  let first: Verified = 'wrong';
  let second: 'right' | 'wrong' = 'wrong';
  for (const what of login.present) {
    const [kind, detail] = what.split(':');
    if (what === 'password' && person) first = 'right';
    if (kind === 'saml' && (detail ?? domainOf(name)) === domainOf(name)) first = 'right';
    if (kind === 'app') {
      const services = person?.['app-passwords']?.[detail ?? ''];
      if (services) first = services.includes(login.service) ? 'right' : 'wrong-service';
    }
    if ((what === 'otp' || what === 'recovery') && person?.otp) second = 'right';
  }
  return { first: failed >= MAX_FAILURES ? ('rate-limited' as const) : first, second };
}

function membersOf(story: Story, domain: string): Person[] {
  const members = Object.entries(story.people).filter(([name]) => domainOf(name) === domain);
  return members.map(([, person]) => person);
}

function domainOf(name: string): string {
  return name.slice(name.indexOf('@') + 1);
}

function msOf(text: string): number {
  const duration = parseDuration(text);
  if (!duration.ok) throw new Error(duration.reason);
  return duration.value;
}
