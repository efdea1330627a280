import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import type Router from '@koa/router';
import { packageRoot } from '../config/index.js';

/** The stylesheet of every page of every service. */
export const STYLE = join(packageRoot, 'libs', 'web', 'static', 'style.css');

const TYPES: Readonly<Record<string, string>> = { '.css': 'text/css', '.js': 'text/javascript' };

/**
 * Serves files that are the same for everybody at `/static/<name>`. They are read once, at start.
 * @param paths files ending in `.css` or `.js`
 */
export function serveStatic(router: Router, paths: readonly string[]): void {
  for (const path of paths) {
    const body = readFileSync(path);
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    router.get(`/static/${basename(path)}`, (ctx) => {
      ctx.set({ 'Cache-Control': 'public, max-age=300', ETag: etag });
      ctx.type = `${TYPES[extname(path)]}; charset=utf-8`;
      ctx.status = 200;
      if (ctx.fresh) ctx.status = 304;
      else ctx.body = body;
    });
  }
}
