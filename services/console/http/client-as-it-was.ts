import { isDeepStrictEqual } from 'node:util';
import type { Act } from '../core/act.js';
import type { Administrator } from '../core/administrator.js';
import type { PageParts } from './parts.js';

/**
 * Whether an act would overwrite nothing that changed while the factors were given: a client that is added is not there
 * yet, and one that gets a new secret is as it was. True for other acts.
 */
export async function isClientAsItWas(
  { signInClients }: Pick<PageParts, 'signInClients'>,
  who: Administrator,
  act: Act,
): Promise<boolean> {
  if (act.kind !== 'put-client') return true;
  const found = (await signInClients.list(who)).find(({ id }) => id === act.client.id);
  if (found === undefined || !act.newSecret) return (found === undefined) === !act.newSecret;
  const { createdAt: _, ...now } = found;
  return isDeepStrictEqual(now, act.client);
}
