import { expect, test } from 'vitest';
import { openCosignatures, openNote, parseVerifierKey, parseWitnessKey } from './index.js';

/** A checkpoint of a public log, with a cosignature of a public witness. */
const text =
  'arche2025h1.staging.ct.transparency.dev\n1432088532\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n';
const log =
  'arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f';
const remora = 'remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2';
const signed =
  '\u2014 arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=\n';
const cosigned =
  '\u2014 remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==\n';
const note = `${text}\n${signed}${cosigned}`;

test('a cosignature that a public witness made is verified, with its time', () => {
  const witness = parseWitnessKey(remora);
  const time = Date.parse('2026-05-23T21:50:24.000Z');
  expect(openCosignatures(note, [witness])).toEqual([{ witness, time, line: cosigned }]);
  expect(openNote(note, [parseVerifierKey(log)]).signedBy.length).toBe(1);
});

test('a cosignature on another tree, at another time or of another length is refused', () => {
  const witness = parseWitnessKey(remora);
  const refused = (changed: string) =>
    expect(() => openCosignatures(changed, [witness])).toThrow(/cosignature of remora.* is wrong/);
  refused(note.replace('1432088532', '1432088533'));
  refused(note.replace('2net5wAAAABqEiEg', '2net5wAAAABqEiEh'));
  refused(note.replace(cosigned, cosigned.replace('BfBw==', 'Bf').replace(/\/zZ.*$/m, '/zZ0')));
});

test('signatures of other keys count for nothing', () => {
  expect(openCosignatures(`${text}\n${signed}`, [parseWitnessKey(remora)])).toEqual([]);
  expect(openCosignatures(note, [])).toEqual([]);
});

test('a key that signs notes is no key of a witness, and the reverse', () => {
  expect(() => parseWitnessKey(log)).toThrow('not a witness key');
  expect(() => parseVerifierKey(remora)).toThrow('not a verifier key');
  expect(() => parseWitnessKey(remora.replace('da77ade7', 'da77ade8'))).toThrow('does not fit');
});
