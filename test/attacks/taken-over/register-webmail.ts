import { type RegisteredClient, register } from '../../browser/openid-client.js';
import type { Stage } from './stage.js';

/** Registers the webmail of w.tld, which opens mail from this machine. */
export function registerWebmail(stage: Stage): Promise<RegisteredClient> {
  return register(stage, 'webmail');
}
