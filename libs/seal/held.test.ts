import { expect, it } from 'vitest';
import { systemRandom } from '../random/index.js';
import { openHeld, sealHeld } from './held.js';
import { keyRing } from './key-ring.js';

const ring = (id: string, fill: number) =>
  keyRing([{ id, key: Buffer.alloc(32, fill) }], systemRandom);
const keys = ring('1', 7);
const plain = Buffer.from('hunter2');

it('opens only for the holder that it was sealed for', () => {
  const sealed = sealHeld(keys, systemRandom, plain, { purpose: 'sign-in', held: 'cookie' });
  expect(sealed.bytes.includes(plain)).toBe(false);
  expect(openHeld(keys, sealed, { purpose: 'sign-in', held: 'cookie' })).toEqual(plain);
  const wrong = [
    () => openHeld(keys, sealed, { purpose: 'sign-in', held: 'another' }),
    () => openHeld(keys, sealed, { purpose: 'session', held: 'cookie' }),
    () => openHeld(ring('1', 8), sealed, { purpose: 'sign-in', held: 'cookie' }),
    () => openHeld(ring('2', 7), sealed, { purpose: 'sign-in', held: 'cookie' }),
  ];
  for (const open of wrong) expect(open).toThrow('internal error');
});
