import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ConfigError, loadConfig, packageRoot } from '../../libs/config/index.js';
import { auditSettings, dependencySettings } from './config.js';
import { newKey } from './testing/serve-audit.js';

const DAY = 86_400_000;
let dir: string;

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'gatepost-audit-'));
  for (const file of ['ca.pem', 'audit.pem', 'audit.key', 'access.yaml', 'audit.pgpass']) {
    writeFileSync(join(dir, file), 'x', { mode: 0o600 });
  }
  writeFileSync(join(dir, 'record.key'), newKey(), { mode: 0o600 });
});
afterAll(() => rmSync(dir, { recursive: true }));

const BASE = `
name: audit-1
listen: 127.0.0.1:7106
tls: { ca: ca.pem, cert: audit.pem, key: audit.key }
access: access.yaml
database: { url: "postgres://gatepost_audit@127.0.0.1:5432/gatepost", password-file: audit.pgpass }
peers: {}
`;

const OF_A_LOG =
  'arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f';
const OF_A_WITNESS = 'remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2';

function load(own: string) {
  const file = join(dir, 'audit.yaml');
  writeFileSync(file, `${BASE}${own}`);
  return loadConfig(file, auditSettings, () => undefined);
}

test('what the README shows can be loaded, and says what it says', () => {
  const readme = readFileSync(join(packageRoot, 'services/audit/README.md'), 'utf8');
  const [, shown = ''] = /```yaml\n(record:[\s\S]*?)```/.exec(readme) ?? [];
  const config = load(shown);
  expect(config.record).toMatchObject({ origin: 'mail.example/record' });
  expect(dependencySettings(config)).toEqual({
    schedule: { events: 10_000, everyMs: 60_000 },
    retention: {
      age: 400 * DAY,
      domains: { 'a.tld': 90 * DAY },
      octets: 50 * 2 ** 30,
      everyMs: 3_600_000,
    },
    missingAfterMs: 60_000,
  });
});

test('without retention everything is kept', () => {
  const { retention } = dependencySettings(load('record: { origin: a/b, keys: [record.key] }'));
  expect(retention).toEqual({ domains: {}, everyMs: 3_600_000 });
});

test.each([
  ['no key', 'record: { origin: a/b, keys: [] }'],
  ['no origin', 'record: { keys: [record.key] }'],
  ['an origin that no key can have', 'record: { origin: a b, keys: [record.key] }'],
  ['a key that is not there', 'record: { origin: a/b, keys: [other.key] }'],
  ['an unknown key', 'record: { origin: a/b, keys: [record.key] }\nretain: {}'],
  ['a size without a unit', 'record: { origin: a/b, keys: [record.key] }\nretention: { size: 5 }'],
  [
    'a witness with a key that signs notes',
    `record: { origin: a/b, keys: [record.key] }
checkpoints: { witnesses: [{ url: "https://w.test", key: "${OF_A_LOG}" }] }`,
  ],
  [
    'a witness that is not asked over HTTP',
    `record: { origin: a/b, keys: [record.key] }
checkpoints: { witnesses: [{ url: "file:///w", key: "${OF_A_WITNESS}" }] }`,
  ],
  [
    'a domain that is not canonical',
    'record: { origin: a/b, keys: [record.key] }\nretention: { domains: { A.tld: 1d } }',
  ],
])('%s is fatal', (_, own) => {
  expect(() => load(own)).toThrow(ConfigError);
});
