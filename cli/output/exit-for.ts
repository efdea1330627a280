import { CommanderError } from 'commander';
import { ConfigError } from '../../libs/config/index.js';
import { type ErrorCode, GatepostError } from '../../libs/errors/index.js';
import { CliError, EXIT, type ExitCode } from './exit.js';

/** An error as shown to the person or, with `--json`, to the script. */
export interface DescribedError {
  readonly exit: ExitCode;
  readonly code: string;
  readonly message: string;
  readonly violations: readonly { readonly field: string; readonly description: string }[];
}

const EXIT_OF: Readonly<Partial<Record<ErrorCode, ExitCode>>> = {
  INVALID_ARGUMENT: EXIT.usage,
  // Refused in the present state: another revision is active.
  FAILED_PRECONDITION: EXIT.finding,
  UNAVAILABLE: EXIT.unreachable,
  DEADLINE_EXCEEDED: EXIT.unreachable,
};

/** The exit code and message for anything that a command throws. */
export function describeError(thrown: unknown): DescribedError {
  if (thrown instanceof GatepostError) {
    const { code, message, violations } = thrown;
    return { exit: EXIT_OF[code] ?? EXIT.error, code, message, violations };
  }
  if (thrown instanceof CliError) return describe(thrown.exit, thrown.message);
  if (thrown instanceof CommanderError) return describe(EXIT.usage, '');
  if (thrown instanceof ConfigError) return describe(EXIT.error, thrown.message);
  return describe(EXIT.error, thrown instanceof Error ? thrown.message : String(thrown));
}

function describe(exit: ExitCode, message: string): DescribedError {
  return { exit, code: 'FAILED', message, violations: [] };
}
