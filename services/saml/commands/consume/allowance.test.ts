import { expect, it } from 'vitest';
import { createAllowance } from '../../../../libs/allowance/index.js';
import { checkAllowance, RESPONSES } from './allowance.js';

const MOST = 256 * 1024;

/** How many unsigned responses of the greatest length one address may post, spread over `domains` domains. */
function examined(address: string, domains: number): number {
  const bucket = (of: keyof typeof RESPONSES) => createAllowance(() => 0, RESPONSES[of]);
  const allowances = { atDomain: bucket('atDomain'), everywhere: bucket('everywhere') };
  const parts = { allowances } as never;
  for (let n = 0; ; n += 1) {
    const request = { domain: `d${n % domains}.tld`, address, posted: Buffer.alloc(MOST) };
    const examination = { request, taken: 0, limited: false };
    if (checkAllowance(examination as never, parts) === undefined) continue;
    expect(examination).toMatchObject({ taken: 0, limited: true });
    return n;
  }
}

it('allows an address at most four times the allowance of one domain over all domains', () => {
  expect(examined('192.0.2.66', 1)).toBe(16);
  expect(examined('192.0.2.66', 100)).toBe(64);
});

it('charges no other domain if the front-end names no address', () => {
  expect(examined('', 1)).toBe(16);
  expect(examined('', 10)).toBe(160);
});
