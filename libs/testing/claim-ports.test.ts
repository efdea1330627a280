import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { CLAIM_SPAN, claimPort, claimPorts } from './claim-ports.js';

it('gives a span to one of those who want it', async () => {
  const first = await claimPorts();
  const others = await Promise.all(Array.from({ length: 20 }, () => claimPorts(async () => true)));
  const bases = [first, ...others].map(({ base }) => base);
  expect(new Set(bases).size).toBe(bases.length);
  for (const claim of [first, ...others]) claim.release();
});

it('gives no port twice, and none that somebody listens on', async () => {
  const one = await claimPort();
  const squatter = createServer();
  await new Promise<void>((done) => squatter.listen(one + 1, '127.0.0.1', done));
  const ports = await Promise.all(Array.from({ length: CLAIM_SPAN }, () => claimPort()));
  squatter.close();
  expect(new Set([one, ...ports]).size).toBe(ports.length + 1);
  expect(ports).not.toContain(one + 1);
});
