import type { Granted } from '../core/decision.js';
import { DEVICE_SECONDS } from './cookies.js';
import type { Visit } from './visit.js';

/** Stores in the browser the token of its trust, and the id of that trust in lists. */
export function keepDevice(
  { setCookie }: Pick<Visit, 'setCookie'>,
  outcome: { readonly deviceToken?: string | undefined; readonly granted: readonly Granted[] },
): void {
  const { deviceToken, granted } = outcome;
  if (deviceToken !== undefined) setCookie('device', deviceToken, DEVICE_SECONDS);
  const trust = granted.find(({ kind, trustId }) => kind === 'device' && trustId !== undefined);
  if (trust?.trustId !== undefined) setCookie('deviceTrust', trust.trustId, DEVICE_SECONDS);
}
