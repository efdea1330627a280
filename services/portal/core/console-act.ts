import { parseAccount } from '../../../libs/names/account.js';

/** What an administrator is about to do in the console. The page shows it, and the factors count for this one call. */
export interface ConsoleAct {
  /** `package.Service/Method`. */
  readonly rpc: string;
  /** The canonical account, or the client (`client:<id>`), that the call is about. */
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
  'gatepost.policy.v1.ClientAdminService/PutClient': 'put-client',
  'gatepost.policy.v1.ClientAdminService/RemoveClient': 'remove-client',
};
/** The service whose calls are about clients of the sign-in page. */
const OF_CLIENTS = 'gatepost.policy.v1.ClientAdminService/';
const CLIENT = /^client:[a-z0-9._-]{1,64}$/;

/** The page's word for the act. */
export function wordOfAct({ rpc }: ConsoleAct): string {
  return WORDS[rpc] ?? '';
}

/** The subject as people know it: an account, or the id of a client. */
export function nameOfSubject({ subject }: ConsoleAct): string {
  return subject.replace(/^client:/, '');
}

const DIGEST = /^[A-Za-z0-9_-]{43}$/;

/** Reads the act from the console's request: `<method> <subject> <digest>`. Undefined if the page cannot show it. */
export function readConsoleAct(text: string): ConsoleAct | undefined {
  const [rpc = '', about = '', request = '', ...more] = text.split(' ');
  if (!Object.hasOwn(WORDS, rpc) || !DIGEST.test(request) || more.length > 0) return undefined;
  const subject = readSubject(rpc, about);
  return subject === undefined ? undefined : { rpc, subject, request };
}

function readSubject(rpc: string, text: string): string | undefined {
  if (rpc.startsWith(OF_CLIENTS)) return CLIENT.test(text) ? text : undefined;
  const parsed = parseAccount(text);
  return parsed.ok ? parsed.value.name : undefined;
}
