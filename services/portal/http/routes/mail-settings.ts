import type { Context } from 'koa';
import { parseAccount } from '../../../../libs/names/account.js';
import { areWhole } from '../../core/mail-servers.js';
import { serves } from '../../core/site.js';
import { writeAutoconfig } from '../../pages/mail-settings.js';
import type { Branding } from '../../ports/branding.js';
import type { Routes } from '../parts.js';
import { visit } from '../visit.js';

/**
 * Serves the mail servers of a domain to programs that configure themselves. They are no secret, and the answer says
 * nothing about accounts: only the domain of the address counts.
 */
export function mailSettingsRoutes(
  router: Routes,
  brandingOf: (domain: string) => Promise<Branding | undefined>,
): void {
  const answer = async (ctx: Context): Promise<void> => {
    const domain = domainAskedFor(ctx);
    const branding = domain === undefined ? undefined : await brandingOf(domain);
    if (domain === undefined || branding === undefined || !areWhole(branding.mail)) return;
    ctx.type = 'text/xml; charset=utf-8';
    ctx.body = writeAutoconfig(domain, branding.name || domain, branding.mail);
  };
  router.get('/mail/config-v1.1.xml', answer);
  router.get('/.well-known/autoconfig/mail/config-v1.1.xml', answer);
}

/** The domain of the address, or the host's only one. Undefined if that domain does not sign in here. */
function domainAskedFor(ctx: Context): string | undefined {
  const { site } = visit(ctx);
  const { emailaddress: address } = ctx.query;
  if (typeof address === 'string') {
    const parsed = parseAccount(address.slice(0, 320));
    const domain = parsed.ok ? parsed.value.domain : undefined;
    return domain !== undefined && serves(site, domain) ? domain : undefined;
  }
  const [only, ...others] = site.domains;
  return others.length === 0 && only !== '*' ? only : undefined;
}
