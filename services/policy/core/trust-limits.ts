import type { TrustSettings } from '../../../libs/policy/language/document.js';

/** The trust a document offers, as trust-store needs to know it; see `trust:` in docs/policy.md. */
export interface TrustLimits {
  /** The document: a domain, or `*`. */
  readonly domain: string;
  /** Of the policy set they come from. */
  readonly revision: number;
  readonly ip: IpTrustLimits | undefined;
  readonly device: DeviceTrustLimits | undefined;
  readonly session: DeviceTrustLimits | undefined;
  /** The domain has no document of its own any more: those of `*` bind it. */
  readonly removed: boolean;
}

export interface DeviceTrustLimits {
  readonly defaultSeconds: number;
  readonly maxSeconds: number;
  readonly perAccount: number;
}

export interface IpTrustLimits extends DeviceTrustLimits {
  readonly ipv6Prefix: number;
}

/** The limits that a document's `trust:` section sets. Durations become seconds. */
export function trustLimits(domain: string, revision: number, trust: TrustSettings): TrustLimits {
  const { ip, device, session } = trust;
  return {
    domain,
    revision,
    ip: ip && { ...terms(ip), ipv6Prefix: ip.ipv6Prefix },
    device: device && terms(device),
    session: session && terms(session),
    removed: false,
  };
}

function terms({ default: lifetime, max, perAccount }: NonNullable<TrustSettings['device']>) {
  return { defaultSeconds: lifetime / 1000, maxSeconds: max / 1000, perAccount };
}
