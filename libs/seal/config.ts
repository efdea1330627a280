import * as z from 'zod';
import { filePath } from '../config/index.js';
import { systemRandom } from '../random/index.js';
import { type KeyRing, keyRing } from './key-ring.js';
import { readKeyFile } from './read-keys.js';

/**
 * `keys: credential.keys`: a key file by path, as a KeyRing. A file that others may read is an
 * error: a person who has these keys and the database has every secret in it.
 */
export function keyRingFile() {
  return filePath()
    .transform((path, context): KeyRing => {
      try {
        return keyRing(readKeyFile(path), systemRandom);
      } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        const what = code === undefined ? message : `cannot be read (${code})`;
        context.addIssue({ code: 'custom', message: `${path} ${what}` });
        return z.NEVER;
      }
    })
    .meta({ kind: 'path of a secret' });
}
