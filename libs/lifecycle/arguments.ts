import { parseArgs } from 'node:util';

/** The command-line arguments of a service process. */
export interface Arguments {
  readonly config: string;
  /** Bring the database schema up to date, then exit. */
  readonly migrateOnly: boolean;
  /** The parent holds our stdin open; when it closes, the parent has ended and so do we. */
  readonly parentPipe: boolean;
}

/** Told with what is wrong with a service's arguments. */
export const USAGE = 'usage: main.js --config <file> [--migrate-only] [--parent-pipe]';
const USAGE_TOGETHER = 'usage: together.js --service <name>=<file>... [--parent-pipe]';

/**
 * What services that share a process are told: the configuration file of each, by its name. Empty
 * where the process is one service's own.
 *
 * @throws Error with the problem and the usage
 */
export function readTogether(argv: readonly string[]): ReadonlyMap<string, string> {
  if (!argv.some((word) => /^--service(=|$)/.test(word))) return new Map();
  try {
    const { values } = parseArgs({
      args: [...argv],
      strict: true,
      allowPositionals: false,
      options: {
        service: { type: 'string', multiple: true, default: [] },
        'parent-pipe': { type: 'boolean' },
      },
    });
    const given = values.service.map((word) => {
      const [, name = '', file = ''] = /^([a-z-]+)=(.+)$/s.exec(word) ?? [];
      if (name === '') throw new Error(`--service ${word} is not <name>=<file>`);
      return [name, file] as const;
    });
    const files = new Map(given);
    if (files.size < given.length) throw new Error('a service is named twice');
    return files;
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${USAGE_TOGETHER}`);
  }
}

/**
 * The arguments of the service of this name, which may share its process with others.
 *
 * @throws Error with the problem and the usage
 */
export function readArguments(argv: readonly string[], service: string): Arguments {
  const shared = readTogether(argv).get(service);
  if (shared !== undefined) {
    return { config: shared, migrateOnly: false, parentPipe: argv.includes('--parent-pipe') };
  }
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
