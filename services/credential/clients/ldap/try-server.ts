import type { TemplateParts } from '../../core/ldap-template.js';
import { type Asking, borrow, findEntry } from './ask-server.js';

/**
 * Does on one server what a login would, but for the password, and tells it for a person. On a
 * connection of its own: what is kept open says nothing of what can be opened now.
 */
export async function tryServer(
  asking: Asking,
  parts: TemplateParts | undefined,
): Promise<{ readonly works: boolean; readonly steps: readonly string[] }> {
  const steps: string[] = [];
  const attempt = async (say: string, work: () => Promise<string | undefined>) => {
    try {
      steps.push(`${say}: ${(await work()) ?? 'ok'}`);
      return true;
    } catch (error) {
      steps.push(`${say}: ${error instanceof Error ? error.message : 'failed'}`);
      return false;
    }
  };
  const fresh: Asking = { ...asking, pool: { ...asking.pool, use: openAndClose } };
  const { bind } = asking.settings;
  const connects = await attempt('connects, under TLS with a certificate that is trusted', () =>
    borrow(fresh, { key: '', prepare: async () => undefined, work: async () => undefined }),
  );
  if (!connects) return { works: false, steps };
  if (bind.by === 'template') {
    if (parts !== undefined) {
      const { dn } = await findEntry(fresh, parts);
      steps.push(`a login would bind as ${dn}`);
    }
    return { works: true, steps };
  }
  const sought = parts ?? { local: 'nobody', domain: 'invalid', account: 'nobody@invalid' };
  const who = bind.as?.dn ?? 'nobody';
  const works = await attempt(`binds as ${who} and searches for ${sought.account}`, async () => {
    const found = await findEntry(fresh, sought);
    if (found.dn !== undefined) return `a login would bind as ${found.dn}`;
    return found.why;
  });
  return { works, steps };
}

const openAndClose: Asking['pool']['use'] = async (_key, open, work) => {
  const connection = await open();
  try {
    return await work(connection);
  } finally {
    connection.close();
  }
};
