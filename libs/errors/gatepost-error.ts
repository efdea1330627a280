import type { ErrorCode } from './codes.js';

/** One thing wrong with a request: `field` is its path in the message, `rules[2].name`. */
export interface Violation {
  readonly field: string;
  readonly description: string;
}

export interface GatepostErrorOptions {
  readonly violations?: readonly Violation[];
  readonly cause?: unknown;
}

/**
 * The one error of Gatepost. `code`, `message` and `violations` are public and cross the wire;
 * `cause` is for our own log alone, so a driver's text never reaches a caller.
 */
export class GatepostError extends Error {
  override readonly name = 'GatepostError';
  readonly code: ErrorCode;
  readonly violations: readonly Violation[];

  constructor(code: ErrorCode, message: string, options: GatepostErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.violations = options.violations ?? [];
  }

  /** The public half only. */
  toJSON(): { code: ErrorCode; message: string; violations: readonly Violation[] } {
    return { code: this.code, message: this.message, violations: this.violations };
  }
}

/**
 * Anything thrown, as a GatepostError: one of ours as it is, everything else INTERNAL with a neutral
 * message and the original as its cause.
 */
export function toGatepostError(thrown: unknown): GatepostError {
  if (thrown instanceof GatepostError) return thrown;
  return new GatepostError('INTERNAL', 'internal error', { cause: thrown });
}
