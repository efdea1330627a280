import pg from 'pg';

const INT8 = 20;
const INT8_ARRAY = 1016;
const DATE = 1082;
const DATE_ARRAY = 1182;

const TEXT_ARRAY = 1009 as number;
const arrayOfText = pg.types.getTypeParser(TEXT_ARRAY);

/**
 * Types that are read differently from node-postgres's default. `bigint` is a number, because all
 * of ours (times in ms, sequences, counts) are far below 2^53; a larger one is an error, not
 * rounded. `date` is its text, because local midnight is another day elsewhere.
 */
export const typeParsers = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
    if (format !== 'binary') {
      if (oid === INT8) return toSafeInteger;
      if (oid === INT8_ARRAY) return (text) => toArray(text).map((v) => v && toSafeInteger(v));
      if (oid === DATE) return (text) => text;
      if (oid === DATE_ARRAY) return toArray;
    }
    return pg.types.getTypeParser(oid, format as 'text');
  },
};

function toArray(text: string): (string | null)[] {
  return arrayOfText(text) as (string | null)[];
}

function toSafeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`a bigint beyond 2^53: ${text}`);
  return value;
}
