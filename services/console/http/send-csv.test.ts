import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { afterEach, expect, it } from 'vitest';
import { sendCsv } from './send-csv.js';

let server: Server | undefined;
afterEach(() => server?.close());

type Pages = Parameters<typeof sendCsv>[2];
async function urlOf(read: Pages): Promise<string> {
  const app = new Koa();
  app.silent = true;
  app.use((ctx) => sendCsv(ctx, { name: 'x', heads: ['a', 'b'] }, read));
  server = createServer(app.callback()).listen(0, '127.0.0.1');
  await new Promise((resolve) => server?.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('sends a file page by page, each once the one before was taken', async () => {
  let made = 0;
  const line = ['x'.repeat(1_000), '=1'];
  const url = await urlOf(async function* () {
    for (; made < 1_000; made += 1) yield Array(100).fill(line);
  });
  const answer = await fetch(url);
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="x.csv"');
  const reader = answer.body?.getReader();
  await reader?.read();
  // The lines that are under way fill some buffers, and no more lines are made.
  expect(made).toBeLessThan(500);
  await reader?.cancel();

  const small = await urlOf(async function* () {
    yield [['1', '=2']];
    yield [];
    yield [['3', '4']];
  });
  expect(await (await fetch(small)).text()).toBe("a,b\r\n1,'=2\r\n3,4\r\n");
});

it('nothing is sent where the first page cannot be read, and no whole file where a later one cannot', async () => {
  const refused = await urlOf(async function* () {
    yield await Promise.reject(Object.assign(new Error('no'), { status: 403 }));
  });
  expect((await fetch(refused)).status).toBe(403);
  const broken = await urlOf(async function* () {
    yield [['1', '2']];
    throw new Error('gone');
  });
  await expect(fetch(broken).then((answer) => answer.text())).rejects.toThrow();
});
