import { usageError } from '../output/exit.js';
import { parseDuration } from './durations.js';

/** Trust that a login asks for; 0 seconds means the document's default. */
export interface Remembered {
  readonly kind: 'ip' | 'device';
  readonly seconds: number;
}

/** `ip`, `device`, `ip=48h`, `device=7d`. */
export function parseRemember(text: string): Remembered {
  const [kind, lifetime, ...more] = text.split('=');
  if ((kind !== 'ip' && kind !== 'device') || more.length > 0) {
    throw usageError(`"${text}" cannot be trusted: give ip, device, ip=48h or device=7d`);
  }
  return { kind, seconds: lifetime === undefined ? 0 : parseDuration(lifetime) };
}
