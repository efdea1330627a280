import { PasskeyAdminServiceService as PasskeyAdmin } from '../../../libs/gen/gatepost/passkey/v1/passkey.js';
import { defineCommand } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';
import { usageError } from '../../output/exit.js';

export const passkeyRemove = defineCommand<ActorOptions & { comment: string; all?: boolean }>({
  usage: 'remove <account> [id]',
  about: 'Remove a passkey of an account, or all, for a lost device.',
  details: `Also ends the account's sessions, trusted addresses and devices.`,
  options: [
    { flags: '--all', about: 'all passkeys of the account' },
    ...ACTOR_OPTIONS.map((option) =>
      option.flags.startsWith('--comment') ? { ...option, required: true } : option,
    ),
  ],
  examples: [
    'passkey remove luca@a.tld 0195f3c2-7a1b-7c3d-8e4f-5a6b7c8d9e0f --comment "laptop stolen"',
    'passkey remove luca@a.tld --all --comment "left the company"',
  ],
  async run({ call, out }, [account = '', passkeyId = ''], options) {
    if ((passkeyId === '') === (options.all !== true)) {
      throw usageError('either the id of a passkey or --all is needed');
    }
    const request = { account, passkeyId, actor: actorFrom(options) };
    const { removed, trustRevocationPending } = await call(PasskeyAdmin.removePasskeys, request);
    out.result({ account, removed, trustRevocationPending }, () => {
      const trust = trustRevocationPending
        ? 'the trust-store cannot be asked: sessions and trust end as soon as it can be'
        : 'sessions, trusted addresses and devices ended';
      return `${account}: ${removed} passkeys removed; ${trust}`;
    });
    return undefined;
  },
});
