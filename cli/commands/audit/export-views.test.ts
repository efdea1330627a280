import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../../libs/config/index.js';
import { toEcs } from './ecs.js';
import { EXPORT_FORMATS } from './export-format.js';
import { loginIn } from './login-view.js';
import { toOcsf } from './ocsf.js';

const excerpt = (name: string) =>
  JSON.parse(
    readFileSync(join(packageRoot, 'cli/commands/audit/testing', `${name}-excerpt.json`), 'utf8'),
  );

interface Attribute {
  readonly type: string;
  readonly is_array?: true;
  readonly required?: true;
  readonly enum?: Readonly<Record<string, string>>;
}

interface OcsfType {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly constraints?: { readonly at_least_one?: readonly string[] };
}

const OCSF: Readonly<Record<string, OcsfType>> = excerpt('ocsf').types;
type Ecs = Readonly<Record<string, { type: string; array?: true; allowed?: readonly string[] }>>;
const ECS: Ecs = excerpt('ecs').fields;

/** What the OCSF type `name` does not allow in a value. */
function ocsfProblems(value: Record<string, unknown>, name: string): string[] {
  const { attributes, constraints } = OCSF[name] as OcsfType;
  const problems = Object.entries(attributes)
    .filter(([key, { required }]) => required && value[key] === undefined)
    .map(([key]) => `${name}.${key} is missing`);
  const any = constraints?.at_least_one;
  if (any !== undefined && !any.some((key) => value[key] !== undefined)) {
    problems.push(`${name} has none of ${any}`);
  }
  for (const [key, held] of Object.entries(value)) {
    const attribute = attributes[key];
    if (attribute === undefined) problems.push(`${name}.${key} is unknown`);
    else problems.push(...attributeProblems(held, attribute, `${name}.${key}`));
  }
  return problems;
}

/** Each class sets these numbers itself; the class's file does not list them. */
const OWN_NUMBERS = ['authentication.class_uid', 'authentication.category_uid'];

function attributeProblems(held: unknown, attribute: Attribute, at: string): string[] {
  const { type, is_array: isArray, enum: allowed } = attribute;
  if (isArray) {
    if (!Array.isArray(held)) return [`${at} is no array`];
    return held.flatMap((one) =>
      attributeProblems(one, { type, ...(allowed && { enum: allowed }) }, at),
    );
  }
  if (allowed !== undefined && !OWN_NUMBERS.includes(at) && !(String(held) in allowed)) {
    return [`${at} may not be ${held}`];
  }
  if (type in OCSF) return ocsfProblems(held as Record<string, unknown>, type);
  if (type === 'object') return [];
  const isWhole = /^(integer|long|timestamp)_t$/.test(type);
  const wanted = isWhole ? 'number' : type === 'boolean_t' ? 'boolean' : 'string';
  const fits = typeof held === wanted && (!isWhole || Number.isSafeInteger(held));
  return fits ? [] : [`${at} is no ${type}`];
}

function ecsProblems(value: object, prefix = ''): string[] {
  return Object.entries(value).flatMap(([key, held]) => {
    const name = `${prefix}${key}`;
    // The field set of our own.
    if (name === 'gatepost') return [];
    const field = ECS[name];
    if (field === undefined) {
      if (typeof held !== 'object' || Array.isArray(held)) return [`${name} is unknown`];
      return ecsProblems(held, `${name}.`);
    }
    if (Array.isArray(held) !== (field.array === true)) return [`${name} as an array`];
    const wanted = field.type === 'long' ? 'number' : 'string';
    return [held].flat().flatMap((one) => {
      if (typeof one !== wanted) return [`${name} is no ${field.type}`];
      return field.allowed?.includes(String(one)) === false ? [`${name} may not be ${one}`] : [];
    });
  });
}

const full = {
  account: 'luca@a.tld',
  service: 'Imap',
  client_ip: '198.51.100.7',
  peer_ip: '192.0.2.1',
  front_end: 'spiffe://gatepost/front-end/mail',
  reason: 'RULE_SATISFIED',
  rule: 'office',
  policy: { document: 'a.tld', revision: 7 },
  session: { id: '0197c2a0-5d2c-7c41-9d1e-3f5b8a6e2c11' },
  user_agent: 'Thunderbird',
  used: {
    passkey: '0197c2a0-5d2c-7c41-9d1e-3f5b8a6e2c12',
    trust: { ip: '0197c2a0-5d2c-7c41-9d1e-3f5b8a6e2c13' },
    saml: { issuer: 'https://idp.a.tld/metadata', assertion: '_a1' },
  },
};

function recorded(data: object, type = 'gatepost.login.v1') {
  const event = {
    ...{ specversion: '1.0', id: '0197c2a0-5d2c-7c41-9d1e-3f5b8a6e2c10' },
    ...{
      source: '/gatepost/policy',
      type,
      time: '2026-11-23T08:15:30.123Z',
      domain: 'a.tld',
      data,
    },
  };
  return {
    ...{ index: 12n, source: '/gatepost/policy', sequence: 3n, salt: Buffer.alloc(16) },
    ...{ event: Buffer.from(JSON.stringify(event)), recordedAt: new Date(1_790_000_000_000) },
  };
}

const FACTORS = ['password', 'app-password', 'otp', 'saml', 'passkey', 'session'];
const logins = ['ALLOW', 'CHALLENGE', 'DENY'].flatMap((decision) => [
  { ...full, decision, proved: FACTORS },
  // The smallest event of a login.
  { service: 'Imap', client_ip: '2001:db8::7', front_end: full.front_end, decision, proved: [] },
]);
const lineOf = (format: string, data: object, type?: string) => {
  const line = EXPORT_FORMATS[format]?.line(recorded(data, type), Buffer.alloc(32));
  return line === undefined ? undefined : JSON.parse(line);
};

it.each(logins)('each login is what OCSF and ECS demand: %j', (data) => {
  expect(ocsfProblems(lineOf('ocsf', data), 'authentication')).toEqual([]);
  expect(ecsProblems(lineOf('ecs', data))).toEqual([]);
});

it('what a login says is found where the schemas have a place for it', () => {
  const data = {
    ...full,
    decision: 'DENY',
    reason: 'BAD_CREDENTIALS',
    proved: ['password', 'otp'],
  };
  expect(lineOf('ocsf', data)).toMatchObject({
    ...{ class_uid: 3002, type_uid: 300_201, status_id: 2, status_code: 'BAD_CREDENTIALS' },
    ...{ time: Date.parse('2026-11-23T08:15:30.123Z'), is_mfa: true },
    ...{ src_endpoint: { ip: '198.51.100.7' }, user: { name: 'luca@a.tld', domain: 'a.tld' } },
    auth_factors: [{ factor_type_id: 11 }, { factor_type_id: 7 }],
    metadata: { uid: '0197c2a0-5d2c-7c41-9d1e-3f5b8a6e2c10', sequence: 12 },
    unmapped: { used: full.used },
  });
  expect(lineOf('ecs', data)).toMatchObject({
    '@timestamp': '2026-11-23T08:15:30.123Z',
    event: { outcome: 'failure', reason: 'BAD_CREDENTIALS', category: ['authentication'] },
    ...{ source: { ip: '198.51.100.7' }, user: { name: 'luca', domain: 'a.tld' } },
    ...{
      rule: { name: 'office', ruleset: 'a.tld' },
      gatepost: { decision: 'DENY', used: full.used },
    },
  });
});

it('other events, and erased ones, are left out', () => {
  expect(lineOf('ocsf', full, 'gatepost.trust.granted.v1')).toBeUndefined();
  expect(lineOf('ecs', full, 'gatepost.trust.granted.v1')).toBeUndefined();
  const erased = { ...recorded(full), event: Buffer.alloc(0) };
  expect(EXPORT_FORMATS.ocsf?.line(erased, undefined)).toBeUndefined();
  expect(loginIn({ type: 'gatepost.login.v1', data: null })).toMatchObject({ proved: [] });
});

it('the checks find what the schemas forbid', () => {
  const login = loginIn(JSON.parse(recorded({ ...full, decision: 'ALLOW' }).event.toString()));
  if (login === undefined) throw new Error('no login');
  const at = { index: 1, recordedAt: 1 };
  const written = (value: object) => JSON.parse(JSON.stringify(value));
  const wrong = written({ ...toOcsf(login, at), severity_id: 77, colour: 'red', user: {} });
  expect(ocsfProblems(wrong, 'authentication')).toEqual([
    'authentication.severity_id may not be 77',
    'user has none of account,name,uid',
    'authentication.colour is unknown',
  ]);
  expect(ecsProblems(written({ ...toEcs(login, at), event: { outcome: 'maybe' } }))).toEqual([
    'event.outcome may not be maybe',
  ]);
});
