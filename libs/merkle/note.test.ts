import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  appendLeaves,
  checkProof,
  EMPTY_FRONTIER,
  formatProof,
  formatVerifierKey,
  hashEvent,
  hashLeaf,
  noteSigner,
  openCheckpoint,
  openNote,
  parseProof,
  parseVerifierKey,
  readCheckpoint,
  rootOf,
  signCheckpoint,
  signNote,
} from './index.js';

const origin = 'audit.example/record';
const signer = (name = origin) =>
  noteSigner(
    name,
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }),
  );

describe('notes that others signed', () => {
  // golang.org/x/mod/sumdb/note, its package example
  const neumann = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
  const text =
    'If you think cryptography is the answer to your problem,\n' +
    "then you don't know what your problem is.\n";
  const line =
    '\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';

  test('verify under their key, and under no other', () => {
    const verifier = parseVerifierKey(neumann);
    expect(formatVerifierKey(verifier)).toBe(neumann);
    expect(openNote(`${text}\n${line}`, [verifier])).toEqual({ text, signedBy: [verifier] });
    const other = parseVerifierKey(
      'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k',
    );
    expect(() => openNote(`${text}\n${line}`, [other])).toThrow(/no key/);
    const foo =
      'This is an example message.\n\n\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';
    expect(openNote(foo, [verifier, other]).signedBy).toEqual([other]);
    expect(() => openNote(foo.replace('message', 'massage'), [other])).toThrow(/is wrong/);
  });

  test("the specification's own checkpoint is read", () => {
    const note =
      'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n' +
      '\u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n';
    expect(readCheckpoint(note)).toMatchObject({
      origin: 'example.com/behind-the-sofa',
      size: 20852163,
    });
  });
});

describe('checkpoints', () => {
  const root = hashLeaf(Buffer.from('x'));
  const [old, fresh, foreign] = [signer(), signer(), signer()];

  test('verify with either key during a rotation', () => {
    const note = signCheckpoint({ origin, size: 7, root }, [old, fresh]);
    expect(openCheckpoint(note, { origin, verifiers: [old] })).toMatchObject({ size: 7, root });
    expect(openCheckpoint(note, { origin, verifiers: [fresh] }).signedBy).toEqual([fresh]);
    expect(() => openCheckpoint(note, { origin, verifiers: [foreign] })).toThrow(/no key/);
    expect(() => openCheckpoint(note, { origin: 'b', verifiers: [old] })).toThrow(/not of b/);
  });

  test('say when they were signed, and are read without it', () => {
    const time = Date.parse('2026-11-23T08:15:30.123Z');
    const trusted = { origin, verifiers: [old] };
    const note = signCheckpoint({ origin, size: 7, root, time }, [old]);
    expect(note).toContain('\ntime 2026-11-23T08:15:30.123Z\n\n');
    expect(openCheckpoint(note, trusted).time).toBe(time);
    expect(openCheckpoint(signCheckpoint({ origin, size: 7, root }, [old]), trusted).time).toBe(
      undefined,
    );
    for (const line of ['time yesterday', 'time 2026-11-23', 'times', 'x']) {
      const other = signNote(`${origin}\n7\n${root.toString('base64')}\n${line}\n`, [old]);
      expect(openCheckpoint(other, trusted)).toMatchObject({ size: 7, time: undefined });
    }
    expect(() => openCheckpoint(note.replace('08:15', '09:15'), trusted)).toThrow(/is wrong/);
  });

  test('no octet of one can be changed', () => {
    const time = Date.parse('2026-11-23T08:15:30.123Z');
    const note = Buffer.from(signCheckpoint({ origin, size: 1234, root, time }, [old, fresh]));
    const trusted = { origin, verifiers: [old, fresh] };
    const change = fc.record({ at: fc.nat(note.length - 1), to: fc.integer({ min: 0, max: 255 }) });
    fc.assert(
      fc.property(change, ({ at, to }) => {
        fc.pre(note[at] !== to);
        const copy = Buffer.from(note);
        copy[at] = to;
        // A line whose name or key id changed is an unknown key's, and the other signature stands.
        let opened: ReturnType<typeof openCheckpoint> | undefined;
        try {
          opened = openCheckpoint(copy, trusted);
        } catch {
          return;
        }
        expect(opened).toMatchObject({ origin, size: 1234, root, time });
        expect(opened.signedBy.length).toBe(1);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['a size with a leading zero', '07'],
    ['a negative size', '-7'],
    ['a size with a sign', '+7'],
    ['a size beyond exact numbers', '9007199254740993'],
  ])('%s is refused', (_, size) => {
    const note = signNote(`${origin}\n${size}\n${root.toString('base64')}\n`, [old]);
    expect(() => openCheckpoint(note, { origin, verifiers: [old] })).toThrow(/not a checkpoint/);
  });

  test('refuses an invalid key, and never quotes it', () => {
    expect(() => noteSigner(origin, 'secret')).toThrow(/^not a private key in PEM$/);
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const pem = rsa.export({ type: 'pkcs8', format: 'pem' });
    expect(() => noteSigner(origin, pem)).toThrow(/not an Ed25519 key/);
    expect(() => signer('two words')).toThrow(/key name/);
    const text = formatVerifierKey(old);
    expect(parseVerifierKey(text).keyId).toBe(old.keyId);
    expect(() => parseVerifierKey(text.replace(/\+[0-9a-f]{8}\+/, '+00000000+'))).toThrow(/id/);
  });
});

describe('an offline proof', () => {
  const key = signer();
  const trusted = { origin, verifiers: [key] };
  const salt = Buffer.alloc(16, 9);
  const event = Buffer.from('{"id":"1"}');
  const leaves = [hashLeaf(Buffer.of(1)), hashEvent(salt, event)];
  const root = rootOf(appendLeaves(EMPTY_FRONTIER, leaves));
  const checkpoint = signCheckpoint({ origin, size: 2, root }, [key]);
  const proof = { index: 1, salt, path: leaves.slice(0, 1), checkpoint };

  test('survives its file form, and is valid only for these bytes', () => {
    const read = parseProof(formatProof(proof));
    expect(checkProof(read, event, trusted).size).toBe(2);
    expect(() => checkProof(read, Buffer.from('{"id":"2"}'), trusted)).toThrow(/not the event/);
    expect(() => checkProof({ ...read, index: 0 }, event, trusted)).toThrow(/not the event/);
    expect(() => checkProof({ ...read, salt: Buffer.alloc(16) }, event, trusted)).toThrow(
      /not the/,
    );
    expect(() => checkProof({ ...read, salt: Buffer.alloc(0) }, event, trusted)).toThrow(/erased/);
    expect(() => checkProof(read, event, { origin, verifiers: [signer()] })).toThrow(/no key/);
  });

  test.each([
    ['no header', (text: string) => text.replace('c2sp.org', 'c2sp.com')],
    ['no index', (text: string) => text.replace(/index.*\n/, '')],
    ['a short hash', (text: string) => text.replace(/(index 1\n).{4}/, '$1')],
    ['no checkpoint', (text: string) => text.slice(0, text.indexOf('\n\n'))],
  ])('%s is refused', (_, spoil) => {
    expect(() => parseProof(spoil(formatProof(proof)))).toThrow(/not a proof/);
  });
});
