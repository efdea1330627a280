import type { ServiceName } from './installation/services.js';

/** The command-line options of `up`. */
export interface UpOptions {
  readonly demo?: boolean;
  readonly once?: boolean;
  readonly portBase?: number;
  /** The server to which mails for people are handed. */
  readonly relay?: URL;
  /** All services in one process. */
  readonly together?: boolean;
  readonly replicas?: readonly (readonly [ServiceName, number])[];
}

export const DEFAULT_PORT_BASE = 7100;
