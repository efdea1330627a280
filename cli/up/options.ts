import type { ServiceName } from './installation/services.js';

/** What `up` is told on the command line. */
export interface UpOptions {
  readonly demo?: boolean;
  readonly once?: boolean;
  readonly portBase?: number;
  /** Where mails to people are handed over. */
  readonly relay?: URL;
  readonly replicas?: readonly (readonly [ServiceName, number])[];
}

export const DEFAULT_PORT_BASE = 7100;
