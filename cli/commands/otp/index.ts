import { OtpAdminServiceService as OtpAdmin } from '../../../libs/gen/gatepost/otp/v1/otp.js';
import { defineCommand, type Node } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';
import { readSecret } from '../../input/read-secret.js';
import { otpList } from './list.js';

const otpImport = defineCommand<ActorOptions & { uriFile?: string }>({
  usage: 'import <account>',
  about: 'Take over an authenticator from its otpauth URI.',
  details: `The URI holds the secret: it is asked for, or read from a file or stdin. The authenticator is
active at once.`,
  options: [
    { flags: '--uri-file <path>', about: 'read the URI from this file; - is stdin' },
    ...ACTOR_OPTIONS,
  ],
  examples: ['otp import luca@a.tld --uri-file luca.uri'],
  async run({ call, out }, [account = ''], options) {
    const prompt = `otpauth URI of ${account}: `;
    const otpauthUri = await readSecret({ file: options.uriFile, prompt, option: '--uri-file' });
    const request = { account, otpauthUri, actor: actorFrom(options) };
    const { authenticatorId } = await call(OtpAdmin.importAuthenticator, request);
    out.result({ account, authenticatorId }, () => `${authenticatorId} of ${account} is active`);
    return undefined;
  },
});

const otpReset = defineCommand<ActorOptions & { comment: string }>({
  usage: 'reset <account>',
  about: 'Remove all authenticators and recovery codes, for a lost phone.',
  details: `The account's trusted addresses and devices end, too.`,
  options: ACTOR_OPTIONS.map((option) =>
    option.flags.startsWith('--comment') ? { ...option, required: true } : option,
  ),
  examples: ['otp reset luca@a.tld --comment "phone lost, called back"'],
  async run({ call, out }, [account = ''], options) {
    const { removed } = await call(OtpAdmin.resetAccount, { account, actor: actorFrom(options) });
    out.result({ account, removed }, () => `${account}: ${removed} authenticators removed`);
    return undefined;
  },
});

const otpUnlock = defineCommand<ActorOptions>({
  usage: 'unlock <account> <authenticator>',
  about: 'Unlock an authenticator that too many wrong codes locked.',
  options: ACTOR_OPTIONS,
  examples: ['otp unlock luca@a.tld 0197c2a0-…'],
  async run({ call, out }, [account = '', authenticatorId = ''], options) {
    const request = { account, authenticatorId, actor: actorFrom(options) };
    await call(OtpAdmin.unlockAuthenticator, request);
    out.result(
      { account, authenticatorId, unlocked: true },
      () => `${authenticatorId} is unlocked`,
    );
    return undefined;
  },
});

const otpRecoveryCodes = defineCommand<ActorOptions>({
  usage: 'recovery-codes <account>',
  about: 'Make new recovery codes in place of the old; they are shown this once.',
  options: ACTOR_OPTIONS,
  examples: ['otp recovery-codes luca@a.tld'],
  async run({ call, out }, [account = ''], options) {
    const request = { account, actor: actorFrom(options) };
    const { recoveryCodes } = await call(OtpAdmin.issueRecoveryCodes, request);
    out.result({ account, recoveryCodes }, () => recoveryCodes.join('\n'));
    out.note('They cannot be shown again. Each opens once.');
    return undefined;
  },
});

export const OTP: Node = {
  word: 'otp',
  about: 'Authenticators and recovery codes',
  commands: [otpList, otpImport, otpReset, otpUnlock, otpRecoveryCodes],
};
