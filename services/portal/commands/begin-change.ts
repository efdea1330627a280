import type { Service } from '../../../libs/names/services.js';
import type { Change } from '../core/change.js';
import type { Changes, OwnAppPasswords, OwnFactors, OwnPassword } from '../ports.js';

export interface ChangeParts {
  readonly changes: Changes;
  readonly ownFactors: OwnFactors;
  readonly ownAppPasswords: OwnAppPasswords;
  readonly ownPassword: OwnPassword;
}

/**
 * A person has shown that it is them: reads what they are about to change, and keeps the tickets that
 * are left where only this browser's cookie opens them.
 * @param request.tickets of purpose `manage`
 * @throws GatepostError
 */
export async function beginChange(
  { changes, ownFactors, ownAppPasswords, ownPassword }: ChangeParts,
  request: {
    readonly browser: string;
    readonly account: string;
    readonly act: Change['act'];
    readonly service: Service | undefined;
    readonly tickets: readonly string[];
  },
): Promise<{ readonly id: string }> {
  const { browser, account, act, service, tickets } = request;
  const [first = '', ...rest] = tickets;
  const base = { account, act, service, page: 'act' } as const;
  switch (act) {
    case 'ways': {
      const ways = await ownFactors.list(first);
      return changes.begin(browser, { ...base, ways }, { tickets: rest });
    }
    case 'app-passwords': {
      const appPasswords = await ownAppPasswords.list(first);
      return changes.begin(browser, { ...base, appPasswords }, { tickets: rest });
    }
    case 'password': {
      // Reading uses no ticket up.
      const password = await ownPassword.read(first);
      return changes.begin(browser, { ...base, password }, { tickets });
    }
    default:
      return changes.begin(browser, base, { tickets });
  }
}
