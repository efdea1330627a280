import { expect, it } from 'vitest';
import { systemRandom } from '../../../libs/random/index.js';
import { keyRing } from '../../../libs/seal/index.js';
import { createSealer, readCookies, writeCookie } from './cookies.js';

const ring = (fill: number) => keyRing([{ id: '1', key: Buffer.alloc(32, fill) }], systemRandom);
const sealer = createSealer(ring(1), systemRandom);

it('what is sealed for a browser opens with it, for its purpose', () => {
  const sealed = sealer.seal('session', { account: 'anna@a.tld' }, 'browser 192.0.2.1');
  expect(sealer.open('session', sealed, 'browser 192.0.2.1')).toEqual({ account: 'anna@a.tld' });
  expect(sealer.open('flow', sealed, 'browser 192.0.2.1')).toBeUndefined();
});

it('nothing opens in another browser or network, under another key, or changed', () => {
  const sealed = sealer.seal('session', { account: 'anna@a.tld' }, 'browser 192.0.2.1');
  expect(sealer.open('session', sealed, 'another 192.0.2.1')).toBeUndefined();
  expect(sealer.open('session', sealed, 'browser 192.0.2.2')).toBeUndefined();
  const other = createSealer(ring(2), systemRandom);
  expect(other.open('session', sealed, 'browser 192.0.2.1')).toBeUndefined();
  for (const text of [undefined, '', '.', '1.', '2.AAAA', `${sealed}AAAA`, sealed.slice(0, -4)]) {
    expect(sealer.open('session', text, 'browser 192.0.2.1'), text).toBeUndefined();
  }
});

it('a cookie over TLS is the host’s alone', () => {
  const written = writeCookie('session', 'x', { isSecure: true });
  expect(written).toBe('__Host-gatepost-console=x; Path=/; HttpOnly; Secure; SameSite=Lax');
  const read = readCookies('gatepost-console=a; __Host-gatepost-console=b', true);
  expect(read('session')).toBe('b');
});
