import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../../../libs/embedded-postgres/testing.js';
import type { IdentityProvider } from '../../../test/suite/identity-provider.js';
import type { Parts } from '../assemble.js';
import {
  begin,
  consume,
  migratedTemplate,
  openWorld,
  type SamlWorld,
  setUpDomain,
} from '../testing.js';

const LUCA = 'luca@a.tld';
let postgres: TestPostgres;
let world: SamlWorld;
let saml: Parts;
let provider: IdentityProvider;

beforeAll(async () => {
  postgres = await startTestPostgres();
  world = await openWorld(await migratedTemplate(postgres));
  saml = world.replica();
  provider = await setUpDomain(saml, 'a.tld');
});
afterAll(async () => {
  await world?.close();
  await postgres?.stop();
});

/** Posts an unsigned response of about 320 KiB of base64 from an address. */
async function post(address: string) {
  const login = await begin(saml, LUCA);
  const { xml, ...answer } = await provider.respond(login, LUCA, { shape: { sign: 'none' } });
  const padded = xml.replace('<saml:Subject>', `<saml:Subject>${' '.repeat(240_000)}`);
  const samlResponse = Buffer.from(Buffer.from(padded).toString('base64'));
  return consume(saml, login, { ...answer, samlResponse }, { address });
}

it('examines no more than the allowance of a client who proves nothing, until time has passed', async () => {
  const seen: string[] = [];
  for (let n = 0; n < 20; n += 1) {
    const { verdict } = await post('192.0.2.66');
    seen.push(verdict);
    if (verdict === 'rate-limited') break;
  }
  expect(seen.slice(0, 16)).toEqual(Array.from({ length: 16 }, () => 'wrong'));
  expect(seen[16]).toBe('rate-limited');
  const right = async (address: string) => {
    const login = await begin(saml, LUCA);
    return consume(saml, login, await provider.respond(login, LUCA), { address });
  };
  expect(await right('192.0.2.66')).toEqual({ verdict: 'rate-limited', failedCheck: 'allowance' });
  expect(await right('192.0.2.67')).toMatchObject({ account: LUCA });
  world.clock.set(world.clock.now() + 60_000);
  expect(await right('192.0.2.66')).toMatchObject({ account: LUCA });
});

it('charges nothing to a client whose responses a provider has signed', async () => {
  const address = '192.0.2.70';
  for (let n = 0; n < 3; n += 1) {
    const login = await begin(saml, LUCA);
    const edit = (xml: string) =>
      xml.replace('<saml:Subject>', `<saml:Subject>${' '.repeat(100_000)}`);
    const answer = await provider.respond(login, LUCA, { shape: { edit } });
    expect(await consume(saml, login, answer, { address })).toMatchObject({ account: LUCA });
  }
  expect(saml.allowances.atDomain.take(`a.tld ${address}`, 4 * 1024 * 1024)).toBe(true);
  expect(saml.allowances.everywhere.take(address, 16 * 1024 * 1024)).toBe(true);
});
