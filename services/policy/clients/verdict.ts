import { internal } from '../../../libs/errors/index.js';
import { Verdict as Wire } from '../../../libs/gen/gatepost/common/v1/common.js';
import type { Verdict } from '../../../libs/names/verdict.js';
import type { Compared } from '../core/answers.js';

const VERDICTS: Readonly<Record<number, Verdict>> = {
  [Wire.VERIFIED]: 'verified',
  [Wire.WRONG]: 'wrong',
  [Wire.WRONG_SERVICE]: 'wrong-service',
  [Wire.RATE_LIMITED]: 'rate-limited',
};

/** @throws GatepostError INTERNAL for a verdict this version does not know; such a verdict decides nothing */
export function verdictFromWire(value: number): Verdict {
  const verdict = VERDICTS[value];
  if (verdict === undefined) throw internal(new Error(`verdict ${value} is not known`));
  return verdict;
}

/** @throws GatepostError as verdictFromWire */
export function comparedFromWire(answer: {
  readonly verdict: number;
  readonly retryAfterSeconds: number;
}): Compared {
  const { verdict, retryAfterSeconds } = answer;
  return { verdict: verdictFromWire(verdict), retryAfterSeconds };
}
