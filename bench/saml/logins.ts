import { startOwnPostgres } from '../../libs/embedded-postgres/testing.js';
import type { Parts } from '../../services/saml/assemble.js';
import {
  begin,
  type Login,
  migratedTemplate,
  openWorld,
  setUpDomain,
} from '../../services/saml/testing.js';
import { secondOpinionInThread } from '../../services/saml/xml/second-opinion-thread.js';
import type { IdentityProvider, Posted } from '../../test/suite/identity-provider.js';

/** A service with its database, and logins that the provider has answered. */
export interface Logins {
  readonly saml: Parts;
  readonly provider: IdentityProvider;
  readonly answered: readonly { readonly login: Login; readonly posted: Posted }[];
  close(): Promise<void>;
}

/**
 * Starts Postgres and the service, and answers `count` logins. The caller closes them.
 * @param encrypted whether the assertions are encrypted
 */
export async function openLogins(count: number, encrypted: boolean): Promise<Logins> {
  const postgres = await startOwnPostgres();
  const world = await openWorld(await migratedTemplate(postgres));
  // The library to compare with uses the real time.
  world.clock.set(Date.now());
  const thread = secondOpinionInThread();
  const saml = world.replica({ secondOpinion: thread.secondOpinion });
  const provider = await setUpDomain(saml, 'a.tld');
  const own = (await saml.store.keys('a.tld')).at(-1)?.certificate ?? '';
  const answered: { login: Login; posted: Posted }[] = [];
  for (let n = 0; n < count; n++) {
    const login = await begin(saml, `user${n}@a.tld`);
    const options = { shape: { sign: 'both' }, ...(encrypted ? { encryptTo: own } : {}) } as const;
    answered.push({ login, posted: await provider.respond(login, login.account, options) });
  }
  const close = async () => {
    await thread.close();
    await world.close();
    await postgres.stop();
  };
  return { saml, provider, answered, close };
}
