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
 * Gatepost's only error type. `code`, `message` and `violations` are public and cross the wire.
 * `cause` is only for our own log, so a driver's text never reaches a caller.
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
 * Turns anything thrown into a GatepostError. One of ours is returned as it is; anything else
 * becomes INTERNAL with a neutral message and the original as its cause.
 */
export function toGatepostError(thrown: unknown): GatepostError {
  if (thrown instanceof GatepostError) return thrown;
  return new GatepostError('INTERNAL', 'internal error', { cause: thrown });
}
