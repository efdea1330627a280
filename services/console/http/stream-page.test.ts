import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { h, type VNode } from 'preact';
import { expect, it } from 'vitest';
import { until } from '../../../libs/testing/until.js';
import { STREAMED } from '../pages/streamed.js';
import { streamPage, whileRead } from './stream-page.js';

/** Serves one streamed page, and fetches it. */
async function serve(content: (signal: AbortSignal) => AsyncIterable<VNode>) {
  const app = new Koa();
  // One test leaves before the end.
  app.silent = true;
  app.use((ctx) => {
    const failed = () => h('b', null, 'failed');
    const page = h('body', null, h('h1', null, 'before'), STREAMED, h('p', null, 'after'));
    streamPage(ctx, page, { content: content(whileRead(ctx)), failed });
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return { answer, close: () => server.close() };
}

it('a page is shown while its content arrives, and ends properly', async () => {
  let goOn = () => {};
  const { answer, close } = await serve(async function* () {
    yield h('i', null, '1');
    await new Promise<void>((resolve) => {
      goOn = resolve;
    });
    yield h('i', null, '<2>');
  });
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  let text = '';
  while (!text.includes('<i>1</i>')) text += Buffer.from((await reader.read()).value ?? []);
  expect(text).toContain('<h1>before</h1>');
  expect(text).not.toContain('after');
  goOn();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += Buffer.from(part.value);
  }
  expect(text).toBe('<!DOCTYPE html><body><h1>before</h1><i>1</i><i>&lt;2></i><p>after</p></body>');
  close();
});

it('a failure is shown in its place', async () => {
  // biome-ignore lint/correctness/useYield: it fails before
  const { answer, close } = await serve(async function* () {
    throw new Error('gone');
  });
  expect(await answer.text()).toBe(
    '<!DOCTYPE html><body><h1>before</h1><b>failed</b><p>after</p></body>',
  );
  close();
});

it('what a page follows ends with the page', async () => {
  let signal: AbortSignal | undefined;
  const { answer, close } = await serve(async function* (given) {
    signal = given;
    yield h('i', null, '1');
    await once(given, 'abort');
  });
  await answer.body?.cancel();
  try {
    await until('it has ended', () => signal?.aborted === true, { withinMs: 30_000 });
  } finally {
    close();
  }
});
