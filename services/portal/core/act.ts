import { isService, type Service } from '../../../libs/names/services.js';

/** What a person can do about their own account after a fresh proof of who they are. */
export const ACTS = [
  /** See, rename, remove and make authenticators, recovery codes and passkeys. */
  'ways',
  'authenticator',
  'passkey',
  /** See and end app passwords. */
  'app-passwords',
  /** Make an app password. */
  'app-password',
  'password',
  /** Send a link to an address that is to get notices as well. */
  'second-address',
  'remove-second-address',
  /** Trust the internet connection of this browser from now on. */
  'trust-ip',
] as const;
export type Act = (typeof ACTS)[number];

/** Whether the word names an act. */
export function isAct(text: string): text is Act {
  return (ACTS as readonly string[]).includes(text);
}

/** Services that an app password cannot be for: web pages and the command line. */
const NO_PROGRAM: readonly Service[] = ['WebUI', 'WebAdminUI', 'Cli'];

/** Whether the word names a service that an app password can be for. */
export function isProgram(text: string): text is Service {
  return isService(text) && !NO_PROGRAM.includes(text);
}
