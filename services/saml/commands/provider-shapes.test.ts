import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packageRoot } from '../../../libs/config/index.js';
import { startTestPostgres, type TestPostgres } from '../../../libs/embedded-postgres/testing.js';
import type { Parts } from '../assemble.js';
import { ADMIN, FRONT_END, migratedTemplate, openWorld, type SamlWorld } from '../testing.js';
import { type ConsumeOutcome, consumeResponse } from './consume-response.js';
import { setSettings } from './set-settings.js';

// Responses in the shapes of real providers, signed by xmlsec1: see testdata/make-responses.py.

const FOLDER = join(packageRoot, 'services/saml/testdata/responses');
const read = (name: string) => readFileSync(join(FOLDER, name), 'utf8');
const NAMES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.xml'))
  .map((name) => name.slice(0, -'.xml'.length));

let postgres: TestPostgres;
let world: SamlWorld;
let saml: Parts;

beforeAll(async () => {
  postgres = await startTestPostgres();
  world = await openWorld(await migratedTemplate(postgres));
  saml = world.replica();
  await setUp();
});
afterAll(async () => {
  await world?.close();
  await postgres?.stop();
});

async function setUp(): Promise<void> {
  await setSettings(saml, {
    domain: 'a.tld',
    change: {
      provider: {
        entityId: 'https://idp.a.tld/metadata',
        ssoUrl: 'https://idp.a.tld/sso',
        // Old and new certificates of every key type, as while a provider replaces its keys.
        certificates: ['p256.crt', 'rsa.crt', 'p384.crt'].map(read),
      },
      allowUnsolicited: true,
    },
    clear: [],
    expectVersion: undefined,
    actor: ADMIN,
  });
}

function post(xml: string): Promise<ConsumeOutcome> {
  return consumeResponse(saml, {
    domain: 'a.tld',
    account: '',
    posted: Buffer.from(Buffer.from(xml).toString('base64')),
    relayState: 'anything',
    loginTicket: '',
    frontEnd: FRONT_END,
    decisionId: saml.random.id(),
    address: '192.0.2.1',
  });
}

it.each(NAMES)('accepts the response of %s once, and never with a change', async (name) => {
  const xml = read(`${name}.xml`);
  const changed = await post(xml.replace('luca@', 'evil@'));
  expect(changed).toEqual({ verdict: 'wrong', failedCheck: 'signature' });
  const verdict = await post(xml);
  expect(verdict, world.refused.at(-1)).toMatchObject({ account: 'luca@a.tld' });
  expect(await post(xml)).toEqual({ verdict: 'wrong', failedCheck: 'replay' });
});
