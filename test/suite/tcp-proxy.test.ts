import { once } from 'node:events';
import { createServer, connect as dial, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTcpProxy, type TcpProxy } from './tcp-proxy.js';

let echo: ReturnType<typeof createServer>;
let proxy: TcpProxy;

beforeEach(async () => {
  echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
  echo.listen({ host: '127.0.0.1', port: 0 });
  await once(echo, 'listening');
  proxy = await openTcpProxy((echo.address() as { port: number }).port);
});
afterEach(async () => {
  await proxy.close();
  echo.close();
});

async function connect(): Promise<Socket> {
  const socket = dial({ host: '127.0.0.1', port: proxy.port });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

it('cuts existing connections, and lets later ones through', async () => {
  const first = await connect();
  first.write('x');
  await once(first, 'data');
  proxy.cut();
  await once(first, 'close');
  await once(await connect(), 'close');
  proxy.heal();
  const later = await connect();
  later.write('y');
  expect(String((await once(later, 'data'))[0])).toBe('y');
});

it('holds back what is frozen until it is healed', async () => {
  const socket = await connect();
  socket.write('x');
  await once(socket, 'data');
  proxy.freeze();
  socket.write('y');
  const data = once(socket, 'data');
  expect(await Promise.race([data, sleep(150, 'nothing')])).toBe('nothing');
  proxy.heal();
  expect(String((await data)[0])).toBe('y');
});

it('lets through late and in order what is slowed', async () => {
  const socket = await connect();
  proxy.slow(100);
  socket.write('x');
  const data = once(socket, 'data');
  expect(await Promise.race([data, sleep(100, 'nothing')])).toBe('nothing');
  socket.write('y');
  let got = String((await data)[0]);
  while (got.length < 2) got += String((await once(socket, 'data'))[0]);
  expect(got).toBe('xy');
});
