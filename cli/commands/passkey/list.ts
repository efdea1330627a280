import {
  type Passkey,
  PasskeyAdminServiceService as PasskeyAdmin,
} from '../../../libs/gen/gatepost/passkey/v1/passkey.js';
import { defineCommand } from '../../define-command.js';
import { tableOr } from '../../output/output.js';
import { formatTime } from '../../output/times.js';

/** What is shown of a passkey, without its id. */
export const PASSKEY_COLUMNS = [
  'label',
  'host',
  'by',
  'copied',
  'made',
  'last used',
  'until',
  'state',
];

/** A row of the table of passkeys. */
export function passkeyRow(passkey: Passkey): string[] {
  const { label, rpId, transports, backupEligible, backedUp, createdAt, lastUsedAt } = passkey;
  return [
    label,
    rpId,
    transports.join(' '),
    backedUp ? 'yes' : backupEligible ? 'not yet' : 'never',
    formatTime(createdAt),
    lastUsedAt === undefined ? 'never' : formatTime(lastUsedAt),
    passkey.usableUntil === undefined ? '' : formatTime(passkey.usableUntil),
    passkey.suspendedAt === undefined ? '' : 'suspended: its owner disowned a sign-in',
  ];
}

export const passkeyList = defineCommand({
  usage: 'list <account>',
  about: 'List the passkeys of an account.',
  details: `"copied": whether it is on several devices of the person. "until": when its sign-in host is given up.`,
  examples: ['passkey list luca@a.tld'],
  async run({ call, out }, [account = '']) {
    const { passkeys } = await call(PasskeyAdmin.listPasskeys, { account });
    const rows = passkeys.map((passkey) => [passkey.id, ...passkeyRow(passkey)]);
    out.result(passkeys, tableOr('no passkey', ['id', ...PASSKEY_COLUMNS], rows));
    return undefined;
  },
});
