import { invalidArguments } from '../../../libs/errors/index.js';
import type { Actor } from '../../../libs/events/definitions/actor.js';
import { backendSet } from '../../../libs/events/definitions/credential.js';
import type { Backend } from '../core/backend.js';
import type { Clock, CredentialStore, Directory } from '../ports.js';

/**
 * Sets where the main passwords of a domain are verified from the next login on.
 * @throws GatepostError INVALID_ARGUMENT if the operator does not allow these settings
 */
export async function setBackend(
  parts: { store: CredentialStore; directory: Directory; clock: Clock },
  { backend, actor }: { readonly backend: Backend; readonly actor: Actor },
): Promise<void> {
  const { store, directory, clock } = parts;
  const faults = backend.kind === 'ldap' ? directory.check(backend.ldap) : [];
  if (faults.length > 0) {
    throw invalidArguments(
      faults.map(({ field, description }) => ({ field: `backend.ldap.${field}`, description })),
    );
  }
  await store.transaction(async (tx) => {
    await tx.setBackend(backend, clock.now());
    await tx.emit(backendSet, {
      domain: backend.domain,
      backend: backend.kind,
      ...(backend.kind === 'ldap' ? { urls: [...backend.ldap.urls] } : {}),
      app_passwords_on_change: backend.revokesAppPasswords ? 'revoke' : 'keep',
      actor,
    });
  });
}
