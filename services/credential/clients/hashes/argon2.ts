import { timingSafeEqual } from 'node:crypto';
import { type Algorithm, hashRaw, type Version } from '@node-rs/argon2';

// As numbers, because the library's enums do not exist at run time.
const ALGORITHMS = { d: 0 as Algorithm, i: 1 as Algorithm, id: 2 as Algorithm };
const VERSIONS = { 16: 0 as Version, 19: 1 as Version };

export const ARGON2ID = ALGORITHMS.id;

const PHC = /^\$argon2(id|i|d)\$(?:v=(16|19)\$)?m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/;

/**
 * Whether `password` matches an argon2 PHC string. The library's own `verify` takes only UTF-8 passwords, and older
 * mail programs send others.
 */
export async function matchesArgon2(text: string, password: Uint8Array): Promise<boolean> {
  const match = PHC.exec(text);
  if (match === null) throw new TypeError('not an argon2 PHC string');
  const [, kind, version = '16', memory, passes, lanes, salt = '', digest = ''] = match;
  const wanted = Buffer.from(digest, 'base64');
  const got = await hashRaw(password, {
    algorithm: ALGORITHMS[kind as keyof typeof ALGORITHMS],
    version: VERSIONS[version === '19' ? 19 : 16],
    memoryCost: Number(memory),
    timeCost: Number(passes),
    parallelism: Number(lanes),
    salt: Buffer.from(salt, 'base64'),
    outputLen: wanted.length,
  });
  return timingSafeEqual(got, wanted);
}
