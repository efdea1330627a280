import type { EventActor } from '../core/events.js';
import type { CredentialStore, Subject } from '../ports.js';

/** Whose failures to forget. */
export type ThrottleOwner = { readonly account: string } | { readonly address: Subject['address'] };

/** Forgets counted failures. @returns how many */
export function clearThrottle(
  { store }: { store: CredentialStore },
  { owner, actor }: { readonly owner: ThrottleOwner; readonly actor: EventActor },
): Promise<number> {
  return store.transaction(async (tx) => {
    const failures = await tx.clearThrottle(owner);
    const named =
      'account' in owner
        ? { account: owner.account, address: '' }
        : { account: '', address: owner.address.text };
    await tx.append({ type: 'throttle-cleared', ...named, failures, actor });
    return failures;
  });
}
