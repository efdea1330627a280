import { type Asking, borrow, findEntry, type Sought } from './ask-server.js';

/**
 * Does everything on one server that a login would, except for the password, and reports it for a person. Uses its own
 * connection, because a pooled one does not show whether new connections work.
 */
export async function tryServer(
  asking: Asking,
  sought: Sought | undefined,
): Promise<{ readonly works: boolean; readonly steps: readonly string[] }> {
  const steps: string[] = [];
  const attempt = async (say: string, work: () => Promise<Step>) => {
    try {
      const { says, works } = await work();
      steps.push(`${say}: ${says}`);
      return works;
    } catch (error) {
      steps.push(`${say}: ${error instanceof Error ? error.message : 'failed'}`);
      return false;
    }
  };
  const fresh: Asking = { ...asking, pool: { ...asking.pool, use: openAndClose } };
  const { bind, accountAttribute } = asking.settings;
  const connects = await attempt('connects, under TLS with a certificate that is trusted', () =>
    borrow(fresh, { key: '', prepare: async () => undefined, work: async () => OK }),
  );
  if (!connects) return { works: false, steps };
  if (bind.by === 'template') {
    if (sought === undefined) return { works: true, steps };
    const found = await findEntry(fresh, sought);
    steps.push(
      found.dn === undefined
        ? `nobody is let in: ${found.why}`
        : `a login would bind as ${found.dn}; whether there is such an entry, and whether its ${accountAttribute} is the account, only the password tells`,
    );
    return { works: found.dn !== undefined, steps };
  }
  const who = bind.as?.dn ?? 'nobody';
  const someone = sought ?? { parts: NOBODY, everyDomain: false };
  const works = await attempt(
    `binds as ${who} and searches for ${someone.parts.account}`,
    async () => {
      const found = await findEntry(fresh, someone);
      if (found.dn === undefined) return { says: found.why, works: sought === undefined };
      return { says: `a login would bind as ${found.dn}`, works: true };
    },
  );
  return { works, steps };
}

/** What a step found, and whether a login could continue after it. */
interface Step {
  readonly says: string;
  readonly works: boolean;
}

const OK: Step = { says: 'ok', works: true };
/** If no account is named, only the ability to search is tested. */
const NOBODY = { local: 'nobody', domain: 'invalid', account: 'nobody@invalid' };

const openAndClose: Asking['pool']['use'] = async (_key, open, work) => {
  const connection = await open();
  try {
    return await work(connection);
  } finally {
    connection.close();
  }
};
