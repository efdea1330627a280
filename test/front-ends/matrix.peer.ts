import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packageRoot } from '../../libs/config/index.js';
import type { Ending } from './clients.js';
import { openFailingGatepost } from './gatepost-that-fails.js';
import { type FrontEnd, openFrontEnds } from './matrix-front-ends.js';
import { FAULTS, openBadEdge } from './servers/bad-edge.js';

const closing: (() => Promise<unknown>)[] = [];
let frontEnds: readonly FrontEnd[];
const endings = new Map<FrontEnd, Ending[]>();

beforeAll(async () => {
  frontEnds = await openFrontEnds(closing);
  for (const frontEnd of frontEnds) endings.set(frontEnd, []);
});
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

async function measure(frontEnd: FrontEnd): Promise<void> {
  endings.get(frontEnd)?.push(await frontEnd.login());
}

it('something else in place of edge', async () => {
  for (const frontEnd of frontEnds) {
    const bad = await openBadEdge(frontEnd.asks.port);
    for (const fault of FAULTS) {
      bad.fail(fault);
      await measure(frontEnd);
    }
    await bad.close();
  }
});

it('Gatepost allows logins until it cannot record or decide', async () => {
  const gatepost = await openFailingGatepost([...new Set(frontEnds.map(({ asks }) => asks))]);
  closing.push(gatepost.close);
  for (const { name, login } of frontEnds) {
    expect({ name, ending: await login() }).toEqual({ name, ending: 'allowed' });
  }
  await gatepost.fillOutbox();
  for (const frontEnd of frontEnds) await measure(frontEnd);
  await gatepost.endPolicy();
  for (const frontEnd of frontEnds) await measure(frontEnd);
});

it('nobody is let in whatever fails in Gatepost, and the page says what happens', () => {
  const rows = [...endings].map(([{ name }, measured]) => `| ${[name, ...measured].join(' | ')} |`);
  console.info(rows.join('\n'));
  expect(rows.join('\n')).not.toMatch(/\| allowed/);
  const page = readFileSync(join(packageRoot, 'docs', 'reliability.md'), 'utf8');
  for (const row of rows) expect(page).toContain(row);
});
