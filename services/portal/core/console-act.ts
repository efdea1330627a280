import { parseAccount } from '../../../libs/names/account.js';

/** The client that gets administrators' tickets with its sign-ins. */
export const CONSOLE = 'console';

/** What an administrator is about to do in the console. The page shows it, and the factors count for this one call. */
export interface ConsoleAct {
  /** `package.Service/Method`. */
  readonly rpc: string;
  /** The canonical account that the call is about. */
  readonly subject: string;
  /** SHA-256 of the request, base64url. */
  readonly request: string;
}

/** The methods that the page has words for. Other methods cannot be confirmed, as the page could not show them. */
const WORDS: Readonly<Record<string, string>> = {
  'gatepost.otp.v1.OtpAdminService/ResetAccount': 'reset-otp',
  'gatepost.otp.v1.OtpAdminService/IssueRecoveryCodes': 'recovery-codes',
  'gatepost.passkey.v1.PasskeyAdminService/RemovePasskeys': 'remove-passkeys',
  'gatepost.credential.v1.CredentialAdminService/SetPassword': 'set-password',
  'gatepost.credential.v1.CredentialAdminService/RevokeAppPassword': 'revoke-app-password',
  'gatepost.notice.v1.NoticeAdminService/RemoveSecondAddress': 'remove-second-address',
};

/** The page's word for the act. */
export function wordOfAct({ rpc }: ConsoleAct): string {
  return WORDS[rpc] ?? '';
}

const DIGEST = /^[A-Za-z0-9_-]{43}$/;

/** Reads the act from the console's request: `<method> <account> <digest>`. Undefined if the page cannot show it. */
export function readConsoleAct(text: string): ConsoleAct | undefined {
  const [rpc = '', account = '', request = '', ...more] = text.split(' ');
  const parsed = parseAccount(account);
  if (!Object.hasOwn(WORDS, rpc) || !parsed.ok || !DIGEST.test(request) || more.length > 0) {
    return undefined;
  }
  return { rpc, subject: parsed.value.name, request };
}
