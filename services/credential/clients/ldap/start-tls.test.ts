import { describe, expect, it } from 'vitest';
import { isComplete } from './start-tls.js';

/** ExtendedResponse: message 1, success, no text. */
const YES = Buffer.from([0x30, 12, 0x02, 1, 1, 0x78, 7, 0x0a, 1, 0, 4, 0, 4, 0]);
/** The same, as Active Directory writes lengths. */
const LONG = Buffer.concat([
  Buffer.from([0x30, 0x84, 0, 0, 0, 16, 0x02, 1, 1, 0x78, 0x84, 0, 0, 0, 7]),
  Buffer.from([0x0a, 1, 0, 4, 0, 4, 0]),
]);
const changed = (at: number, value: number) => {
  const bytes = Buffer.from(YES);
  bytes[at] = value;
  return bytes;
};

describe('the answer to StartTLS', () => {
  it('is read completely', () => {
    for (const answer of [YES, LONG]) {
      for (let length = 0; length < answer.length; length++) {
        expect(isComplete(answer.subarray(0, length))).toBe(false);
      }
      expect(isComplete(answer)).toBe(true);
    }
  });

  it('is refused if plaintext follows it', () => {
    const bindResponse = Buffer.from([0x30, 12, 0x02, 1, 2, 0x61, 7, 0x0a, 1, 0, 4, 0, 4, 0]);
    for (let length = 1; length <= bindResponse.length; length++) {
      const both = Buffer.concat([YES, bindResponse.subarray(0, length)]);
      expect(() => isComplete(both)).toThrow('something followed');
    }
  });

  it('is refused if it is an error or anything else', () => {
    expect(() => isComplete(changed(9, 2))).toThrow('refuses StartTLS (result 2)');
    for (const other of [changed(0, 0x31), changed(4, 2), changed(5, 0x61), changed(7, 0x02)]) {
      expect(() => isComplete(other)).toThrow('no answer');
    }
    expect(() => isComplete(Buffer.alloc(5000, 0xff))).toThrow();
    const endless = Buffer.concat([Buffer.from([0x30, 0x84, 0x7f, 0, 0, 0]), Buffer.alloc(5000)]);
    expect(() => isComplete(endless)).toThrow('too long');
  });
});
