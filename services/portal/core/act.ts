import { isService, type Service } from '../../../libs/names/services.js';

/** What a person does about their own account after a fresh proof that it is them. */
export const ACTS = [
  /** Authenticators, recovery codes and passkeys: seen, renamed, removed, made anew. */
  'ways',
  'authenticator',
  'passkey',
  /** Seen, and ended. */
  'app-passwords',
  /** One is made. */
  'app-password',
  'password',
  /** A link is sent to an address that is to get notices, too. */
  'second-address',
  'remove-second-address',
  /** The internet connection that the browser is at is trusted from now on. */
  'trust-ip',
] as const;
export type Act = (typeof ACTS)[number];

/** Whether the word names an act. */
export function isAct(text: string): text is Act {
  return (ACTS as readonly string[]).includes(text);
}

/** What an app password can be for: everything that is no web page. */
const NO_PROGRAM: readonly Service[] = ['WebUI', 'WebAdminUI', 'Cli'];

/** Whether the word names a service that an app password can be for. */
export function isProgram(text: string): text is Service {
  return isService(text) && !NO_PROGRAM.includes(text);
}
