import type { Terms, TrustKind } from './limits.js';

/**
 * A change of limits that ends some trust of one kind earlier, or at once. It applies permanently to trust granted
 * under an earlier revision: raising a limit again revives nothing.
 */
export interface Tightening {
  readonly kind: TrustKind;
  /** Longest lifetime counted from the grant; 0 means that no trust of this kind holds any more. */
  readonly maxSeconds: number;
  /** A grant for a wider IPv6 prefix than this is void. */
  readonly ipv6Prefix: number | undefined;
}

/** The limits in `after` that are tighter than in `before`. If `before` is undefined, all limits in `after`. */
export function tightenings(before: Terms | undefined, after: Terms): Tightening[] {
  const found: Tightening[] = [];
  if (narrowsIp(before, after)) {
    const { maxSeconds = 0, ipv6Prefix } = after.ip ?? {};
    found.push({ kind: 'ip', maxSeconds, ipv6Prefix });
  }
  for (const kind of ['device', 'session'] as const) {
    if (!narrows(kind, before, after)) continue;
    const maxSeconds = after[kind]?.maxSeconds ?? 0;
    found.push({ kind, maxSeconds, ipv6Prefix: undefined });
  }
  return found;
}

function narrowsIp(before: Terms | undefined, after: Terms): boolean {
  if (before === undefined) return true;
  if (before.ip === undefined) return false;
  return (
    after.ip === undefined ||
    after.ip.maxSeconds < before.ip.maxSeconds ||
    after.ip.ipv6Prefix > before.ip.ipv6Prefix
  );
}

function narrows(kind: 'device' | 'session', before: Terms | undefined, after: Terms): boolean {
  if (before === undefined) return true;
  const [was, is] = [before[kind], after[kind]];
  if (was === undefined) return false;
  return is === undefined || is.maxSeconds < was.maxSeconds;
}
