import type { Context, Middleware } from 'koa';

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

/**
 * Sets strict headers on every answer: no inline code, nothing from other hosts, no frames, no caching.
 * @param isSecure whether browsers reach the requested host over TLS
 */
export function securityHeaders(isSecure: (ctx: Context) => boolean): Middleware {
  return async (ctx, next) => {
    ctx.set({ 'Content-Security-Policy': contentSecurityPolicy(), ...SECURITY_HEADERS });
    await next();
    if (isSecure(ctx)) ctx.set('Strict-Transport-Security', 'max-age=31536000');
  };
}

/** @param goesTo an origin that a form of this page may be sent to, besides our own */
export function contentSecurityPolicy(goesTo?: string): string {
  const policy = {
    ...POLICY,
    ...(goesTo && { 'form-action': [...POLICY['form-action'], goesTo] }),
  };
  return Object.entries(policy)
    .map(([name, values]) => `${name} ${values.join(' ')}`)
    .join('; ');
}
