import { join } from 'node:path';
import type { Context } from 'koa';
import { packageRoot } from '../../../../libs/config/index.js';
import { parseDomain } from '../../../../libs/names/domain.js';
import { STYLE, serveStatic } from '../../../../libs/web/index.js';
import { accentOf } from '../../core/colour.js';
import type { Branding } from '../../ports/branding.js';
import type { Routes } from '../parts.js';

const DIR = join(packageRoot, 'services', 'portal', 'static');
/** Style and script, which are the same for everybody, and the domains' logos and colours. */
export function assetRoutes(
  router: Routes,
  brandingOf: (domain: string) => Promise<Branding | undefined>,
): void {
  serveStatic(router, [STYLE, join(DIR, 'page.js'), join(DIR, 'passkey.js')]);
  const branding = async (ctx: Context): Promise<Branding | undefined> => {
    const domain = parseDomain(String(ctx.params.domain));
    return domain.ok ? brandingOf(domain.value) : undefined;
  };
  router.get('/brand/:domain/logo.png', async (ctx) => {
    const logo = (await branding(ctx))?.logoPng;
    if (logo === undefined || logo.length === 0) return;
    ctx.set('Cache-Control', 'public, max-age=60');
    ctx.type = 'image/png';
    ctx.body = logo;
  });
  router.get('/brand/:domain/colours.css', async (ctx) => {
    const accent = accentOf((await branding(ctx))?.colour ?? '');
    if (accent === undefined) return;
    ctx.set('Cache-Control', 'public, max-age=60');
    ctx.type = 'text/css; charset=utf-8';
    ctx.body =
      `:root { --accent: ${accent.onLight}; --on-accent: #ffffff; }\n` +
      `@media (prefers-color-scheme: dark) {\n` +
      `  :root { --accent: ${accent.onDark}; --on-accent: #0d0f12; }\n}\n`;
  });
}
