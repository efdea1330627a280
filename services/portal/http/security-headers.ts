import type { Middleware } from 'koa';
import type { Site } from '../core/site.js';

const POLICY = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'form-action': ["'self'"],
  'base-uri': ["'none'"],
  'frame-ancestors': ["'none'"],
};

export const SECURITY_HEADERS = {
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
};

/** Strict, on everything that is answered. Nothing inline, nothing from elsewhere, in no frame, in no cache. */
export function securityHeaders(): Middleware {
  return async (ctx, next) => {
    ctx.set({ 'Content-Security-Policy': contentSecurityPolicy(), ...SECURITY_HEADERS });
    await next();
    const site = ctx.state.site as Site | undefined;
    if (site?.isSecure) ctx.set('Strict-Transport-Security', 'max-age=31536000');
  };
}

/** @param goesTo an origin that a form of this page is posted to, besides our own */
export function contentSecurityPolicy(goesTo?: string): string {
  const policy = {
    ...POLICY,
    ...(goesTo && { 'form-action': [...POLICY['form-action'], goesTo] }),
  };
  return Object.entries(policy)
    .map(([name, values]) => `${name} ${values.join(' ')}`)
    .join('; ');
}
