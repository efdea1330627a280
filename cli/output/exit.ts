/** The exit codes. Scripts branch on them, so they are part of the interface. */
export const EXIT = {
  ok: 0,
  /** It was not done. */
  error: 1,
  /** The command line is wrong. */
  usage: 2,
  /** It was done, and there is a finding. */
  finding: 3,
  /** The service, or something it needs, cannot be reached. */
  unreachable: 4,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends a command with a `message` for the person, without a stack. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exit: ExitCode;

  constructor(message: string, exit: ExitCode = EXIT.error) {
    super(message);
    this.exit = exit;
  }
}

/** The error for arguments that cannot be used. */
export function usageError(message: string): CliError {
  return new CliError(message, EXIT.usage);
}
