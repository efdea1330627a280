import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { loadConfig } from '../config/index.js';
import { systemRandom } from '../random/index.js';
import { formatKey, type KeyRing, keyRing, keyRingFile, readKeys } from './index.js';
import { whoElseMayRead } from './read-keys.js';

const older = { id: '2026', key: randomBytes(32) };
const newer = { id: '2027', key: randomBytes(32) };
const ring = keyRing([older, newer], systemRandom);
const binding = { purpose: 'totp-secret', account: 'luca@a.tld', id: 'row-1' };
const secret = Buffer.from('twenty octets of it.');

describe('a sealed value', () => {
  it('opens, under whichever known key it was sealed', () => {
    const before = keyRing([older], systemRandom).seal(secret, binding);
    expect(before.keyId).toBe('2026');
    expect(ring.open(before, binding)).toEqual(secret);
    const after = ring.seal(secret, binding);
    expect(after.keyId).toBe('2027');
    expect(ring.open(after, binding)).toEqual(secret);
  });

  it('never looks the same twice, and does not hold the text', () => {
    const [one, two] = [ring.seal(secret, binding), ring.seal(secret, binding)];
    expect(one.bytes.equals(two.bytes)).toBe(false);
    expect(one.bytes.includes(secret.subarray(0, 8))).toBe(false);
  });

  it('opens only for what it is bound to, however names are split', () => {
    const sealed = ring.seal(secret, binding);
    const others = [
      { ...binding, account: 'anna@a.tld' },
      { ...binding, id: 'row-2' },
      { ...binding, purpose: 'app-password' },
      { ...binding, account: 'luca@a.tl', id: 'drow-1' },
      { ...binding, account: 'luca@a.tld","row-1', id: '' },
    ];
    for (const other of others) expect(() => ring.open(sealed, other)).toThrow('internal error');
    expect(() => ring.open({ ...sealed, keyId: '2026' }, binding)).toThrow('internal error');
    expect(() => ring.open({ ...sealed, keyId: '2025' }, binding)).toThrow('internal error');
  });

  it('is refused with any bit changed or any octet cut off', () => {
    const { keyId, bytes } = ring.seal(secret, binding);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => ring.open({ keyId, bytes: changed }, binding)).toThrow('internal error');
    }
    for (let length = 0; length < bytes.length; length++) {
      const cut = bytes.subarray(0, length);
      expect(() => ring.open({ keyId, bytes: cut }, binding)).toThrow('internal error');
    }
  });
});

it('hashes apart by key and by purpose', () => {
  const data = Buffer.from('gp-secret');
  const hash = ring.keyedHash('2026', 'app-password', data);
  expect(hash).toHaveLength(32);
  const again = keyRing([older], systemRandom).keyedHash('2026', 'app-password', data);
  expect(again).toEqual(hash);
  expect(ring.keyedHash('2027', 'app-password', data)).not.toEqual(hash);
  expect(ring.keyedHash('2026', 'recovery-code', data)).not.toEqual(hash);
  expect(() => ring.keyedHash('2025', 'app-password', data)).toThrow('internal error');
});

describe('a key file', () => {
  it('is read as it was written', () => {
    const key = fc.record({
      id: fc.stringMatching(/^[A-Za-z0-9._-]{1,64}$/),
      key: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes)),
    });
    const distinct = key.filter((k) => new Set(k.key).size >= 8);
    const keys = fc.uniqueArray(distinct, { minLength: 1, selector: ({ id }) => id });
    fc.assert(
      fc.property(keys, (written) => {
        const all = new Set(written.map((k) => k.key.toString('hex'))).size === written.length;
        fc.pre(all);
        expect(readKeys(`# keys\n\n${written.map(formatKey).join('')}`)).toEqual(written);
      }),
    );
  });

  const good = older.key.toString('base64');
  it.each([
    ['', 'holds no key'],
    [`a ${good} x`, 'line 1'],
    ['a', 'line 1'],
    [good, 'line 1'],
    [`a/b ${good}`, 'line 1'],
    [`a ${good.slice(4)}`, 'line 1'],
    [`a ${Buffer.alloc(32).toString('base64')}`, 'line 1 holds no random key'],
    [`a ${good}\na ${newer.key.toString('base64')}`, 'line 2 repeats an id'],
    [`a ${good}\nb ${good}`, 'line 2 repeats a key'],
  ])('is refused, without quoting it: %#', (text, why) => {
    let message = '';
    try {
      readKeys(text);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toContain(why);
    expect(message).not.toContain(good.slice(4, 20));
  });

  const dir = mkdtempSync(join(tmpdir(), 'seal-'));
  afterAll(() => rmSync(dir, { recursive: true }));

  it('is a field of the configuration, and fatal if others may read it', () => {
    const path = join(dir, 'my.keys');
    writeFileSync(path, formatKey(older) + formatKey(newer), { mode: 0o600 });
    writeFileSync(join(dir, 'config.yaml'), 'keys: my.keys');
    const schema = z.strictObject({ keys: keyRingFile() });
    const load = () => loadConfig(join(dir, 'config.yaml'), schema).keys as KeyRing;
    expect(load().newest).toBe('2027');
    chmodSync(path, 0o640);
    expect(load).toThrow(/config\.yaml:1:7: keys: .*my\.keys has mode 0640/);
    rmSync(path);
    expect(load).toThrow(/ENOENT/);
  });

  it('may be read by a group only where somebody else owns it', () => {
    const mode = (bits: number, uid: number) => whoElseMayRead({ mode: 0o100000 | bits, uid }, 500);
    for (const bits of [0o600, 0o400]) expect(mode(bits, 500)).toBeUndefined();
    for (const bits of [0o440, 0o640, 0o400]) expect(mode(bits, 0)).toBeUndefined();
    for (const bits of [0o640, 0o604, 0o620, 0o602]) expect(mode(bits, 500)).toMatch('0600');
    for (const bits of [0o444, 0o660, 0o644]) expect(mode(bits, 0)).toMatch('0600');
  });
});
