import type { DisownedByAccount } from '../../core/trial/genuine.js';
import type { Disowned } from '../../core/trial/trial-login.js';
import type { History, LoginsWanted } from '../../ports/history.js';

export interface DisownedPorts {
  readonly history: Pick<History, 'disowned'>;
  readonly disownedBy: (event: Uint8Array) => Disowned | undefined;
}

/** An upper bound: more people are not expected to disown a sign-in in the period that is read. */
const MOST_DISOWNED = 100_000;

/** The sign-ins that people disowned since a time. */
export async function readDisowned(
  { history, disownedBy }: DisownedPorts,
  wanted: LoginsWanted,
): Promise<DisownedByAccount> {
  const byAccount = new Map<string, Disowned[]>();
  let count = 0;
  for await (const events of history.disowned(wanted)) {
    for (const event of events) {
      const said = disownedBy(event);
      if (said === undefined) continue;
      byAccount.set(said.account, [...(byAccount.get(said.account) ?? []), said]);
      count += 1;
    }
    if (count >= MOST_DISOWNED) break;
  }
  return byAccount;
}
