import { expect, it } from 'vitest';
import { until } from './until.js';

it('resolves with what was seen once it is so', async () => {
  let looks = 0;
  const look = () => {
    looks += 1;
    expect(looks).toBeGreaterThan(2);
    return looks > 3 && `look ${looks}`;
  };
  expect(await until('the fourth look', look)).toBe('look 4');
});

it('names what it waited for in vain, and what it saw last', async () => {
  const vain = until('all three lead', () => expect(['one']).toHaveLength(3), { withinMs: 30 });
  await expect(vain).rejects.toThrow(/^waited 0.03 s until all three lead; last seen: .*'one'/s);
  const hangs = until('it answers', () => new Promise(() => undefined), { withinMs: 30 });
  await expect(hangs).rejects.toThrow('until it answers; last seen: nothing');
});
