import { domainOfAccount } from '../../../libs/names/account.js';
import { wasSetAfter } from '../core/directory-entry.js';
import type { CallScope, CredentialStore, Directory, Log } from '../ports.js';

/**
 * Whether what an account's main password earned at `since` still holds, according to the domain's directory. It holds
 * if the entry exists, is not locked, and its password was not set later. Changes made in this service end sessions by
 * themselves. If a directory finds entries by a template, or does not say, sessions only end at their own end.
 * @throws GatepostError UNAVAILABLE if a directory must be asked and cannot be
 */
export async function checkAccount(
  parts: { readonly store: CredentialStore; readonly directory: Directory; readonly log: Log },
  { account, since }: { readonly account: string; readonly since: number },
  call: CallScope,
): Promise<boolean> {
  const backend = await parts.store.backendOf(domainOfAccount(account));
  if (backend.kind !== 'ldap') return true;
  const everyDomain = backend.domain === '*';
  const entry = await parts.directory.look(backend.ldap, { account, everyDomain }, call);
  const why = entry && endsWhatItEarned(entry, since);
  if (why === undefined) return true;
  parts.log.info('a directory ends what a password earned', { account, why });
  return false;
}

function endsWhatItEarned(
  entry: NonNullable<Awaited<ReturnType<Directory['look']>>>,
  since: number,
): string | undefined {
  switch (entry.kind) {
    case 'none':
      return 'there is no entry';
    case 'locked':
      return `locked by ${entry.by}`;
    case 'open': {
      const { passwordSetAt } = entry;
      const isAfter = passwordSetAt !== undefined && wasSetAfter(passwordSetAt, since);
      return isAfter ? 'the password was set since' : undefined;
    }
    default:
      return entry satisfies never;
  }
}
