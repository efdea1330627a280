import { parseAccount } from '../../../libs/names/account.js';

/** The client whose sign-ins administrators' tickets come with. */
export const CONSOLE = 'console';

/** What an administrator is about to do in the console: the page shows it, and the factors are for this one call. */
export interface ConsoleAct {
  /** `package.Service/Method`. */
  readonly rpc: string;
  /** The canonical account that it is about. */
  readonly subject: string;
  /** SHA-256 of the request, base64url. */
  readonly request: string;
}

/** The methods that the page has words for: what it cannot show, nobody confirms. */
const WORDS: Readonly<Record<string, string>> = {
  'gatepost.otp.v1.OtpAdminService/ResetAccount': 'reset-otp',
  'gatepost.otp.v1.OtpAdminService/IssueRecoveryCodes': 'recovery-codes',
  'gatepost.passkey.v1.PasskeyAdminService/RemovePasskeys': 'remove-passkeys',
  'gatepost.credential.v1.CredentialAdminService/SetPassword': 'set-password',
  'gatepost.credential.v1.CredentialAdminService/RevokeAppPassword': 'revoke-app-password',
  'gatepost.notice.v1.NoticeAdminService/RemoveSecondAddress': 'remove-second-address',
};

/** What the page calls it. */
export function wordOfAct({ rpc }: ConsoleAct): string {
  return WORDS[rpc] ?? '';
}

const DIGEST = /^[A-Za-z0-9_-]{43}$/;

/** As the console's request carries it: `<method> <account> <digest>`. Undefined: it is none that can be shown. */
export function readConsoleAct(text: string): ConsoleAct | undefined {
  const [rpc = '', account = '', request = '', ...more] = text.split(' ');
  const parsed = parseAccount(account);
  if (!Object.hasOwn(WORDS, rpc) || !parsed.ok || !DIGEST.test(request) || more.length > 0) {
    return undefined;
  }
  return { rpc, subject: parsed.value.name, request };
}
