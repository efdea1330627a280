import type { TraceStep } from '../../libs/gen/gatepost/policy/v1/authorization.js';
import { formatTable } from '../output/table.js';

/** `otp, or saml`; undefined if nothing is missing. */
export function missingOf(alternatives: readonly (readonly string[])[]): string | undefined {
  if (alternatives.length === 0) return undefined;
  return alternatives.map((factors) => factors.join(' + ')).join(', or ');
}

/** Every step of a decision, in order. */
export function formatTrace(trace: readonly TraceStep[]): string {
  const rows = trace.map(({ step, rule, detail, held }) => [held ? '✓' : '·', step, rule, detail]);
  return formatTable(['', 'step', 'rule', 'found'], rows);
}
