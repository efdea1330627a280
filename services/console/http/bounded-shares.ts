import { openShares, type Shares } from '../../../libs/web/index.js';

/** Limits how many places one key holds, and how many are held in all. */
export function boundedShares({
  each,
  all,
}: {
  readonly each: number;
  readonly all: number;
}): Shares {
  const own = openShares(each);
  const whole = openShares(all);
  return {
    take(key) {
      const first = own.take(key);
      const second = first && whole.take('');
      if (first === undefined || second === undefined) {
        first?.();
        return undefined;
      }
      return () => {
        first();
        second();
      };
    },
  };
}
