import type { CallScope, CredentialStore, Directory } from '../ports.js';

export interface BackendTest {
  readonly usable: boolean;
  /** Lines for a person to read. */
  readonly steps: readonly string[];
}

/** Tests the back end that applies to a domain, as a login would use it. Counts nothing. */
export async function testBackend(
  { store, directory }: { store: CredentialStore; directory: Directory },
  request: { readonly domain: string; readonly account: string | undefined },
  call: CallScope,
): Promise<BackendTest> {
  const backend = await store.backendOf(request.domain);
  switch (backend.kind) {
    case 'embedded':
      return testEmbedded(store, request.account);
    case 'none':
      return {
        usable: true,
        steps: ["only a front-end's statement counts: no password is verified"],
      };
    case 'ldap':
      return directory.test(
        backend.ldap,
        { account: request.account, everyDomain: backend.domain === '*' },
        call,
      );
    default:
      return backend satisfies never;
  }
}

async function testEmbedded(
  store: CredentialStore,
  account: string | undefined,
): Promise<BackendTest> {
  const kept = 'passwords are stored here';
  if (account === undefined) return { usable: true, steps: [kept] };
  const { hash } = await store.findMainPassword(account);
  if (hash !== undefined) return { usable: true, steps: [kept, `${account} has one`] };
  return { usable: false, steps: [kept, `${account} has none: no password opens it`] };
}
