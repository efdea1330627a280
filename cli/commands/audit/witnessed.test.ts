import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { expect, test } from 'vitest';
import { EXIT } from '../../output/exit.js';
import { sessionWith, T0 } from './testing/small-record.js';
import { auditVerify } from './verify.js';

const NAME = 'witness.test/1';
const HOUR = 3_600_000;

/** A witness that signs as c2sp.org/tlog-cosignature says, with its key. */
function witness() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x as string, 'base64url');
  const typed = Buffer.concat([Buffer.of(4), raw]);
  const id = createHash('sha256').update(`${NAME}\n`).update(typed).digest().subarray(0, 4);
  return {
    key: `${NAME}+${id.toString('hex')}+${typed.toString('base64')}`,
    cosign(note: string): string {
      const body = note.slice(0, note.lastIndexOf('\n\n') + 1);
      const message = Buffer.from(`cosignature/v1\ntime 1800000000\n${body}`);
      const time = Buffer.alloc(8);
      time.writeBigUInt64BE(1_800_000_000n);
      const octets = Buffer.concat([id, time, sign(null, message, privateKey)]);
      return `\u2014 ${NAME} ${octets.toString('base64')}\n`;
    },
  };
}

const { key, cosign } = witness();
const verify = async (cosigned: Parameters<typeof sessionWith>[1], ...witnesses: string[]) => {
  const { session, written } = sessionWith(T0 + HOUR, cosigned);
  return { exit: await auditVerify.run(session, [], { witness: witnesses }), text: written() };
};

test('a record whose newest checkpoint the witness cosigned is accepted', async () => {
  const { exit, text } = await verify((_, note) => cosign(note), key);
  expect(exit).toBe(EXIT.ok);
  expect(text).toMatch(/^cosigned +the first 2 by witness.test.1$/m);
});

test('a witness may be behind for an hour', async () => {
  const { exit, text } = await verify((size, note) => (size === 1 ? cosign(note) : ''), key);
  expect(exit).toBe(EXIT.ok);
  expect(text).toMatch(/^cosigned +the first 1 by witness.test.1$/m);
});

test('a record without a cosignature of the named witness is refused', async () => {
  const none = await verify(() => '', key);
  expect(none.exit).toBe(EXIT.finding);
  expect(none.text).toContain('no checkpoint of the last 70 minutes is cosigned by witness.test/1');
  const other = witness();
  const ofAnother = await verify((_, note) => other.cosign(note), key);
  expect(ofAnother.exit).toBe(EXIT.finding);
  const oneOfTwo = await verify((_, note) => cosign(note), key, other.key);
  expect(oneOfTwo.exit).toBe(EXIT.finding);
});

test('a wrong cosignature of the named witness is refused', async () => {
  await expect(verify(() => cosign('another\n\n'), key)).rejects.toThrow('is wrong');
});

test('a key that signs the log itself is no witness', async () => {
  const [name, id] = key.split('+');
  const typed = Buffer.concat([Buffer.of(1), Buffer.alloc(32)]).toString('base64');
  await expect(verify(() => '', `${name}+${id}+${typed}`)).rejects.toThrow('not a witness key');
});
