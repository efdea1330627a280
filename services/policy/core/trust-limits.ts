import type { TrustSettings } from '../../../libs/policy/language/document.js';

/** The trust a document offers, in the form trust-store needs; see `trust:` in docs/policy.md. */
export interface TrustLimits {
  /** The document: a domain, or `*`. */
  readonly domain: string;
  /** Revision of the policy set that the limits come from. */
  readonly revision: number;
  readonly ip: IpTrustLimits | undefined;
  readonly device: DeviceTrustLimits | undefined;
  readonly session: DeviceTrustLimits | undefined;
  /** The domain no longer has a document of its own, so the limits of `*` apply to it. */
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
