import type { BackendKind } from '../core/backend.js';
import type { CredentialStore, Directory, Patience } from '../ports.js';

export interface BackendTest {
  readonly usable: boolean;
  /** For a person. */
  readonly steps: readonly string[];
}

/** Tries the back end that holds for a domain, as a login would. Nothing is counted. */
export async function testBackend(
  { store, directory }: { store: CredentialStore; directory: Directory },
  request: { readonly domain: string; readonly account: string | undefined },
  patience: Patience,
): Promise<BackendTest> {
  const backend: BackendKind = await store.backendOf(request.domain);
  switch (backend.kind) {
    case 'embedded':
      return { usable: true, steps: ['passwords are kept here'] };
    case 'none':
      return { usable: true, steps: ["only a front-end's word counts: no password is verified"] };
    case 'ldap':
      return directory.test(backend.ldap, request.account, patience);
    default:
      return backend satisfies never;
  }
}
