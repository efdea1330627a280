import { parseArgs } from 'node:util';

/** The command-line arguments of a service process. */
export interface Arguments {
  readonly config: string;
  /** Bring the database schema up to date, then exit. */
  readonly migrateOnly: boolean;
  /** The parent holds our stdin open; when it closes, the parent has ended and so do we. */
  readonly parentPipe: boolean;
}

export const USAGE = 'usage: main.js --config <file> [--migrate-only] [--parent-pipe]';

/** @throws Error with the problem and the usage */
export function readArguments(argv: readonly string[]): Arguments {
  try {
    const { values } = parseArgs({
      args: [...argv],
      strict: true,
      allowPositionals: false,
      options: {
        config: { type: 'string' },
        'migrate-only': { type: 'boolean', default: false },
        'parent-pipe': { type: 'boolean', default: false },
      },
    });
    if (!values.config) throw new Error('--config is missing');
    return {
      config: values.config,
      migrateOnly: values['migrate-only'],
      parentPipe: values['parent-pipe'],
    };
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${USAGE}`);
  }
}
