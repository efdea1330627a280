import { PortalAdminServiceService } from '../../../libs/gen/gatepost/portal/v1/portal_admin.js';
import type { Peer } from '../../../libs/grpc/index.js';
import type { Clock, DomainStyle } from '../ports.js';

const KEEP_MS = 60_000;
const MOST_KEPT = 10_000;
const DEADLINE_MS = 5_000;

const PLAIN: DomainStyle = { name: '', help: '', language: undefined };

/**
 * The style of a domain’s pages, used for its mails and asked for once a minute. If portal cannot be asked, the last
 * known style or the installation’s own is used, so that no warning is delayed.
 */
export function styleOf(parts: {
  portal: Peer;
  clock: Clock;
}): (domain: string) => Promise<DomainStyle> {
  const { portal, clock } = parts;
  const kept = new Map<string, { style: DomainStyle; until: number }>();
  return async (domain) => {
    const known = kept.get(domain);
    if (known !== undefined && known.until > clock.now()) return known.style;
    const style = await ask(portal, domain).catch(() => known?.style ?? PLAIN);
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(domain, { style, until: clock.now() + KEEP_MS });
    return style;
  };
}

async function ask(portal: Peer, domain: string): Promise<DomainStyle> {
  const { branding } = await portal.unary(
    PortalAdminServiceService.getBranding,
    { domain },
    { deadlineMs: DEADLINE_MS, repeatable: true },
  );
  if (branding === undefined) return PLAIN;
  const { name, help, languages } = branding;
  return { name, help, language: languages[0] };
}
