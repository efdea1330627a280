import { Readable } from 'node:stream';
import type { Context } from 'koa';
import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { STREAMED } from '../pages/streamed.js';

/** Returns a signal that is aborted once the browser left or has the whole answer. */
export function whileRead(ctx: Context): AbortSignal {
  const gone = new AbortController();
  ctx.res.once('close', () => gone.abort());
  return gone.signal;
}

/**
 * Sends a page while its content is being made, without a script: what comes before `STREAMED`, then each part, then the
 * rest. The status is already sent, so if the content fails, `failed` is shown in its place.
 */
export function streamPage(
  ctx: Context,
  page: VNode,
  of: { readonly content: AsyncIterable<VNode>; readonly failed: (error: unknown) => VNode },
): void {
  const [before = '', after = ''] = render(page).split(render(STREAMED));
  ctx.status = 200;
  ctx.type = 'text/html; charset=utf-8';
  // Otherwise nginx buffers the answer and shows nothing until the end.
  ctx.set('X-Accel-Buffering', 'no');
  ctx.body = Readable.from(whole(), { objectMode: false });

  async function* whole(): AsyncGenerator<string> {
    yield `<!DOCTYPE html>${before}`;
    try {
      for await (const part of of.content) yield render(part);
    } catch (error) {
      yield render(of.failed(error));
    }
    yield after;
  }
}
