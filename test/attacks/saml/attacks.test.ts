import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { packageRoot } from '../../../libs/config/index.js';
import { ATTACKS } from './catalogue.js';
import { type Contender, contenders } from './contenders.js';
import { capture, EVE, type Outcome, openStage, post, type Stage } from './stage.js';

let stage: Stage;
let others: readonly Contender[];
const results: string[][] = [];

beforeAll(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  stage = await openStage();
  others = await contenders(stage);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await stage?.close();
});

it('begins with a response that all verifiers accept', async () => {
  for (const sign of ['assertion', 'response', 'both'] as const) {
    const captured = await capture(stage, { shape: { sign } });
    for (const other of others) {
      expect(await other.post(captured), `${other.name} ${sign}`).toEqual({ accepted: EVE });
    }
    expect(await post(stage, captured)).toEqual({ accepted: EVE });
    expect(await post(stage, captured)).toEqual({ refused: 'replay' });
  }
});

it.each(ATTACKS)('$name', async ({ name, make }) => {
  const attack = await make(stage);
  const row = [name];
  for (const other of others) row.push(shown(await other.post(attack)));
  const ours = await post(stage, attack);
  results.push([name, shown(ours), ...row.slice(1)]);
  expect(ours).toHaveProperty('refused');
  expect(await post(stage, attack, stage.saml)).toEqual(ours);
});

it('matches docs/saml-security.md', async () => {
  const page = join(packageRoot, 'docs', 'saml-security.md');
  const columns = ['attack', 'gatepost', ...others.map(({ name }) => name)];
  const table = [columns, columns.map(() => '---'), ...results].map(
    (row) => `| ${row.join(' | ')} |`,
  );
  const block = /(<!-- results -->\n)[\s\S]*(<!-- end of results -->)/;
  const text = readFileSync(page, 'utf8').replace(block, `$1\n${table.join('\n')}\n\n$2`);
  await expect(text).toMatchFileSnapshot(page);
});

function shown(outcome: Outcome): string {
  if ('accepted' in outcome) return `**accepted** as ${outcome.accepted}`;
  return outcome.refused === '' ? 'refused' : `refused: ${outcome.refused}`;
}
