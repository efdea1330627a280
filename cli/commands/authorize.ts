import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import {
  AuthorizationServiceService as Authorization,
  AuthorizeRequest,
} from '../../libs/gen/gatepost/policy/v1/authorization.js';
import { complete } from '../../libs/grpc/wire/complete.js';
import { defineCommand } from '../define-command.js';
import { readSecret } from '../input/read-secret.js';
import { parseRemember, type Remembered } from '../input/remember.js';
import { EXIT } from '../output/exit.js';
import { parseService } from '../wire/names.js';
import { formatDecision, viewDecision } from '../wire/view-decision.js';
import { signOn } from './sign-on.js';

interface Options {
  readonly password?: boolean;
  readonly passwordFile?: string;
  readonly verified?: boolean;
  readonly saml?: boolean;
  readonly otp?: string;
  readonly authenticator?: string;
  readonly recoveryCodeFile?: string;
  readonly deviceFile?: string;
  readonly remember?: readonly Remembered[];
  readonly deviceLabel?: string;
  readonly interactive?: boolean;
  readonly attempt?: string;
  readonly explain?: boolean;
}

export const authorize = defineCommand<Options>({
  usage: 'authorize <account> <service> <address>',
  about: 'Ask for the decision of one login, as a mail front-end does.',
  details: `This is a real login: it counts, spends codes and records an event. Asks for the password, or reads it
from a file or stdin. With --saml it listens at the address to which responses for this front-end are posted, which
must be an http address of 127.0.0.1. Exit 0 for ALLOW, 3 for CHALLENGE and DENY.`,
  options: [
    { flags: '--password-file <path>', about: 'read the password from this file; - is stdin' },
    { flags: '--no-password', about: 'present no password' },
    { flags: '--verified', about: "present the front-end's statement that the password was right" },
    {
      flags: '--saml',
      about: 'sign in at the identity provider, with a browser on this machine',
    },
    { flags: '--otp <code>', about: 'present a code of an authenticator' },
    { flags: '--authenticator <id>', about: 'the authenticator of the code' },
    { flags: '--recovery-code-file <path>', about: 'present the recovery code in this file' },
    {
      flags: '--remember <what>',
      about: 'ask for trust: ip, device, or with a lifetime: ip=48h',
      read: parseRemember,
      many: true,
    },
    {
      flags: '--device-file <path>',
      about: "file of this device's token: sent if it exists, written when a token is received",
    },
    { flags: '--device-label <text>', about: 'the name by which the person recognises the device' },
    { flags: '--interactive', about: 'the person can be asked for more' },
    { flags: '--no-interactive', about: 'the person cannot be asked for more' },
    { flags: '--attempt <id>', about: 'id of this attempt; a repeated id is a retry' },
    { flags: '--explain', about: 'show every step of the decision' },
  ],
  examples: [
    'authorize luca@a.tld Imap 203.0.113.5',
    'authorize luca@a.tld WebUI 192.0.2.80 --otp 123456 --remember ip=48h',
    'authorize luca@a.tld WebUI 192.0.2.80 --saml',
    'authorize luca@a.tld Imap 192.0.2.80 --password-file luca.txt --explain --json',
  ],
  async run(session, [account = '', service = '', clientIp = ''], options) {
    const { call, out } = session;
    const request = complete(AuthorizeRequest, {
      account,
      service: parseService(service),
      clientIp,
      ...(await firstFactor(account, options)),
      otpCode: options.otp ?? '',
      otpAuthenticatorId: options.authenticator ?? '',
      recoveryCode: (await recoveryCode(options)) ?? '',
      deviceToken: deviceToken(options.deviceFile),
      interactive: options.interactive,
      attemptId: options.attempt ?? '',
      explain: options.explain === true,
      userAgent: 'gatepost authorize',
      ...(options.remember === undefined ? {} : { remember: wish(options) }),
    });
    const answer =
      options.saml === true
        ? await signOn(session, request)
        : await call(Authorization.authorize, request);
    if (options.deviceFile !== undefined && answer.deviceToken !== '') {
      writeFileSync(options.deviceFile, `${answer.deviceToken}\n`, { mode: 0o600 });
    }
    const view = viewDecision(answer);
    out.result(view, () => formatDecision(answer));
    return view.decision === 'ALLOW' ? EXIT.ok : EXIT.finding;
  },
});

async function firstFactor(account: string, options: Options) {
  if (options.verified === true) return { passwordVerified: true };
  if (options.password === false || options.saml === true) return {};
  const prompt = `Password of ${account}: `;
  const { passwordFile: file } = options;
  return { password: await readSecret({ file, prompt }) };
}

async function recoveryCode({ recoveryCodeFile: file }: Options): Promise<string | undefined> {
  if (file === undefined) return undefined;
  return (await readSecret({ file, prompt: 'Recovery code: ' })).toString('utf8');
}

function deviceToken(file: string | undefined): string {
  return file === undefined || !existsSync(file) ? '' : readFileSync(file, 'utf8').trim();
}

function wish({ remember = [], deviceLabel = '' }: Options) {
  const ip = remember.find(({ kind }) => kind === 'ip');
  const device = remember.find(({ kind }) => kind === 'device');
  return {
    ...(ip === undefined ? {} : { ipSeconds: ip.seconds }),
    ...(device === undefined ? {} : { deviceSeconds: device.seconds }),
    deviceLabel,
  };
}
