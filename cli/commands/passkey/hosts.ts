import {
  PasskeyAdminServiceService as PasskeyAdmin,
  type PasskeyHost,
} from '../../../libs/gen/gatepost/passkey/v1/passkey.js';
import { defineCommand } from '../../define-command.js';
import { tableOr } from '../../output/output.js';
import { formatTime } from '../../output/times.js';

const COLUMNS = ['domain', 'host', 'usable', 'passkeys', 'people', 'only here'];

export const passkeyHosts = defineCommand<{ accounts?: boolean }>({
  usage: 'hosts <domain>',
  about:
    'Count the passkeys of a domain by the sign-in host they are bound to: before it moves, and after.',
  details: `A passkey works only at the host where it was made. "only here": people whose passkeys are all bound to
this host, so that none works once it is given up. * counts those of every domain.`,
  options: [{ flags: '--accounts', about: 'name the people who have passkeys of only one host' }],
  examples: ['passkey hosts a.tld', 'passkey hosts a.tld --accounts', "passkey hosts '*'"],
  async run({ call, out }, [domain = ''], { accounts = false }) {
    const { hosts } = await call(PasskeyAdmin.listHosts, { domain, withAccounts: accounts });
    const table = tableOr('no passkey', COLUMNS, hosts.map(row));
    out.result(hosts, () => [table(), ...(accounts ? hosts.flatMap(named) : [])].join('\n'));
    return undefined;
  },
});

function row(of: PasskeyHost): string[] {
  const { domain, host, unusable, usableUntil, isHome, passkeys, people, peopleOnlyHere } = of;
  const until = usableUntil === undefined ? '' : `until ${formatTime(usableUntil)}`;
  const usable = unusable ? 'no' : isHome ? 'yes' : until;
  return [domain, host, usable, `${passkeys}`, `${people}`, `${peopleOnlyHere}`];
}

function named({ domain, host, accountsOnlyHere }: PasskeyHost): string[] {
  return accountsOnlyHere.length === 0
    ? []
    : ['', `of ${domain}, only at ${host}:`, ...accountsOnlyHere];
}
