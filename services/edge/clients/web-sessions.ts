import { type EndedTrust, EVERYONE, hasEnded, type TrustedSession } from '../core/ended-trusts.js';
import type { Clock, LiveSessions } from '../ports.js';

/**
 * Sessions at the web, which live in browsers' cookies: ended by keeping in mind what ended, for as
 * long as a cookie from before may come.
 */
export function webSessions(parts: {
  file: { read(): EndedTrust[]; write(trusts: readonly EndedTrust[]): void };
  keepMs: number;
  clock: Clock;
}): LiveSessions & { hasEnded(session: TrustedSession): boolean } {
  const { file, keepMs, clock } = parts;
  let trusts = file.read();
  const add = (trust: EndedTrust) => {
    const oldest = clock.now() - keepMs;
    trusts = [...trusts.filter(({ at }) => at >= oldest), trust];
    file.write(trusts);
  };
  return {
    name: 'web',
    end: async (trust) => add(trust),
    endAll: async () => add({ account: EVERYONE, prefix: undefined, at: clock.now() }),
    hasEnded: (session) => hasEnded(session, trusts),
  };
}
