import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { packageRoot } from '../config/index.js';
import { login } from './definitions/login.js';
import { accountRemoved } from './definitions/policy.js';
import { eventSchemas } from './event-schema.js';
import { makeEvent } from './make-event.js';
import { subjectOf } from './subject.js';

const CONTEXT = { id: '0190c3a4-5e6f-7a8b-9c0d-1e2f3a4b5c6d', service: 'policy', time: 0 };

it('puts the domain last, its labels reversed, and nothing else into a subject', () => {
  expect(subjectOf(['login', 'allow', 'imap'], 'mail.a.tld')).toBe(
    'gatepost.login.allow.imap.tld.a.mail',
  );
  expect(subjectOf(['login', 'deny', 'smtp'], undefined)).toBe('gatepost.login.deny.smtp.unknown');
  for (const domain of ['a.>', '*.tld', 'a b.tld', 'a..tld', '']) {
    expect(() => subjectOf(['login'], domain)).toThrow();
  }
});

it('gives one canonical spelling of an event', () => {
  const data = { requested_at: '2026-11-23T12:00:00.000Z', actor: 'x', account: 'luca@a.tld' };
  const event = makeEvent(accountRemoved, { ...CONTEXT, domain: 'a.tld' }, data);
  expect(event.bytes.toString()).toBe(
    '{"data":{"account":"luca@a.tld","actor":"x","requested_at":"2026-11-23T12:00:00.000Z"},' +
      '"datacontenttype":"application/json",' +
      '"dataschema":"https://gatepost.example/gatepost.account.removed.v1#data","domain":"a.tld",' +
      '"id":"0190c3a4-5e6f-7a8b-9c0d-1e2f3a4b5c6d","source":"/gatepost/policy",' +
      '"specversion":"1.0","subject":"gatepost.account.removed.tld.a",' +
      '"time":"1970-01-01T00:00:00.000Z","type":"gatepost.account.removed.v1"}',
  );
});

it('needs no sorting for a login: its definition has its keys in order', () => {
  const inOrder = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { properties, ...rest } = value as { properties?: object };
    if (properties !== undefined) {
      expect(Object.keys(properties)).toEqual(Object.keys(properties).toSorted());
    }
    for (const held of [...Object.values(rest), ...Object.values(properties ?? {})]) inOrder(held);
  };
  inOrder(z.toJSONSchema(login.data));
});

it('refuses data that its definition does not name', () => {
  const data = { requested_at: '2026-11-23T12:00:00.000Z', actor: 'x', account: 'luca@a.tld' };
  const withSecret = { ...data, password: 'hunter2' };
  expect(() => makeEvent(accountRemoved, { ...CONTEXT, domain: 'a.tld' }, withSecret)).toThrow();
});

it('has schemas that are named, and open for fields of later versions', () => {
  for (const [file, text] of eventSchemas()) {
    const schema = JSON.parse(text);
    expect(`${schema.$id}.schema.json`).toBe(`https://gatepost.example/${file}`);
    expect(schema.properties.dataschema.const).toBe(`${schema.$id}#data`);
    expect(schema.properties.data.$anchor).toBe('data');
    expect(text).not.toContain('"additionalProperties": false');
  }
});

it('has an up-to-date schema of every type in docs/events', () => {
  const dir = join(packageRoot, 'docs', 'events');
  const schemas = eventSchemas();
  expect(readdirSync(dir).filter((name) => name.endsWith('.json'))).toEqual(
    [...schemas.keys()].sort(),
  );
  for (const [name, text] of schemas) expect(readFileSync(join(dir, name), 'utf8')).toBe(text);
});
