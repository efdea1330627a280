import { type PasswordHash, type Refused, tooCostly } from './kinds.js';

/** Parameters of argon2 (RFC 9106). */
export interface Argon2Parameters {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
}

const PHC =
  /^\$argon2(id|i|d)\$(?:v=(?:16|19)\$)?m=(\d{1,9}),t=(\d{1,9}),p=(\d{1,9})\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{16,86}$/;

const MOST = { memoryKib: 262_144, passes: 20, lanes: 16, work: 1_048_576 };
/** Measured: two passes over 19 MiB take 25 ms. */
const KIB_PASSES_A_MS = 1500;

/** Reads an argon2 PHC string. Undefined if the text is not one. */
export function readArgon2(text: string): PasswordHash | Refused | undefined {
  const match = PHC.exec(text);
  if (match === null) return undefined;
  const [memoryKib, passes, lanes] = match.slice(2).map(Number) as [number, number, number];
  if (memoryKib > MOST.memoryKib) return tooCostly(`argon2 with m=${memoryKib}`, 'm=262144');
  if (passes > MOST.passes) return tooCostly(`argon2 with t=${passes}`, 't=20');
  if (lanes > MOST.lanes) return tooCostly(`argon2 with p=${lanes}`, 'p=16');
  if (memoryKib * passes > MOST.work) {
    return tooCostly(`argon2 with m=${memoryKib},t=${passes}`, 'm × t = 1048576');
  }
  if (memoryKib < 8 * lanes || passes < 1 || lanes < 1) {
    return { refused: 'argon2 with parameters out of range' };
  }
  const costMs = (memoryKib * passes) / KIB_PASSES_A_MS;
  return { scheme: match[1] === 'id' ? 'argon2id' : 'argon2', text, costMs };
}

/** Whether a hash has the current algorithm and parameters. */
export function isCurrentHash(text: string, wanted: Argon2Parameters): boolean {
  const read = PHC.exec(text);
  if (read === null || read[1] !== 'id' || !text.includes('$v=19$')) return false;
  const [memoryKib, passes, lanes] = read.slice(2).map(Number);
  return memoryKib === wanted.memoryKib && passes === wanted.passes && lanes === wanted.lanes;
}
