import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ownSettings } from './own-settings.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'gatepost-own-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

it('adds what the operator wrote for a service, and nothing to the others', () => {
  writeFileSync(join(dir, 'credential.own.yaml'), 'ldap:\n  hosts: [ldap.example:636]\n');
  expect(ownSettings(dir, 'credential')).toEqual({ ldap: { hosts: ['ldap.example:636'] } });
  expect(ownSettings(dir, 'otp')).toEqual({});
});

it('names the file and the line of what is not a mapping', () => {
  const file = join(dir, 'otp.own.yaml');
  for (const text of ['- a\n', 'a: 1\na: 2\n', 'a: [\n']) {
    writeFileSync(file, text);
    expect(() => ownSettings(dir, 'otp')).toThrow(`${file}:`);
  }
});
