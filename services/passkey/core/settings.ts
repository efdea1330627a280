import type { Hosts } from './hosts.js';
import type { Models } from './models.js';

/** The operator's settings. Lifetimes are in ms. */
export interface PasskeySettings {
  /** The name that browsers show next to the host when a passkey is made. */
  readonly rpName: string;
  readonly hosts: Hosts;
  /** How long a login waits for the browser's answer. */
  readonly loginMs: number;
  /** How long a registration waits for the browser's answer, and then for the person to keep the recovery codes. */
  readonly registrationMs: number;
  readonly passkeysPerAccount: number;
  readonly models: Models;
}
