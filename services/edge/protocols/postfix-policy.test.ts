import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createLog } from '../../../libs/log/index.js';
import { LIMITS } from '../listeners/limits.js';
import { allowed } from '../testing/open-listener.js';
import { servePostfixPolicy } from './postfix-policy.js';

it('reads no more than it answers from a peer that never reads', async () => {
  let read = 0;
  const taken: (() => void)[] = [];
  const request =
    'request=smtpd_access_policy\nsasl_username=luca@a.tld\nclient_address=203.0.113.9\n\n';
  const socket = new Duplex({
    read() {
      read += 1;
      if (read < 50) this.push(request.repeat(100));
    },
    // Nobody takes what is written.
    write: (_chunk, _encoding, done) => void taken.push(done),
    // Versions of Node have different ones.
    readableHighWaterMark: 16_384,
    writableHighWaterMark: 1_000,
  });
  let decided = 0;
  const parts = {
    ...{ service: 'Smtp', isTrusted: () => true, maySpeak: () => true, onStray: () => undefined },
    log: createLog({ service: 'edge', level: 'silent' }),
    limits: LIMITS,
    decide: async () => {
      decided += 1;
      return allowed();
    },
  };
  const connected = Object.assign(socket, { setTimeout: () => socket }) as unknown as Socket;
  servePostfixPolicy(parts as never, connected, [{ address: '203.0.113.1', source: 'peer' }]);
  for (let n = 0; n < 200; n += 1) await turn();
  expect(decided).toBeGreaterThan(10);
  const before = { decided, read };
  expect(before.decided).toBeLessThan(100);
  expect(before.read).toBeLessThan(10);
  for (let n = 0; n < 200; n += 1) await turn();
  expect({ decided, read }).toEqual(before);
  // Once somebody reads, it goes on.
  for (let n = 0; n < 2_000; n += 1) {
    taken.shift()?.();
    await turn();
  }
  expect(decided).toBeGreaterThan(before.decided);
  socket.destroy();
});
