import type { Granted } from '../core/decision.js';
import { DEVICE_SECONDS } from './cookies.js';
import type { Visit } from './visit.js';

/** Keeps in the browser that it is trusted, and by which name lists know that. */
export function keepDevice(
  { setCookie }: Pick<Visit, 'setCookie'>,
  outcome: { readonly deviceToken?: string | undefined; readonly granted: readonly Granted[] },
): void {
  const { deviceToken, granted } = outcome;
  if (deviceToken !== undefined) setCookie('device', deviceToken, DEVICE_SECONDS);
  const trust = granted.find(({ kind, trustId }) => kind === 'device' && trustId !== undefined);
  if (trust?.trustId !== undefined) setCookie('deviceTrust', trust.trustId, DEVICE_SECONDS);
}
