/** What the process ends with; scripts branch on it, so it is part of the interface. */
export const EXIT = {
  ok: 0,
  /** It was not done. */
  error: 1,
  /** The command line is wrong. */
  usage: 2,
  /** It was done, and what it found is not as it should be. */
  finding: 3,
  /** The service, or something it needs, cannot be reached. */
  unreachable: 4,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** An end of a command that the person is told about in `message`, without a stack. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exit: ExitCode;

  constructor(message: string, exit: ExitCode = EXIT.error) {
    super(message);
    this.exit = exit;
  }
}

/** What was typed cannot be used. */
export function usageError(message: string): CliError {
  return new CliError(message, EXIT.usage);
}
