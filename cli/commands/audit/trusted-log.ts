import { readFileSync } from 'node:fs';
import {
  type NoteVerifier,
  parseVerifierKey,
  parseWitnessKey,
} from '../../../libs/merkle/index.js';
import { CliError, usageError } from '../../output/exit.js';
import type { Session } from '../../session/session.js';

/** Whose signatures on checkpoints are trusted, and for which log. */
export interface TrustedLog {
  readonly origin: string;
  readonly verifiers: readonly NoteVerifier[];
}

export const KEY_OPTION = {
  flags: '--key <file>',
  about: 'trusted verifier keys, one a line (default: those of client.yaml)',
};

/**
 * The keys that an auditor pinned, or those in the configuration; never keys that the server sends,
 * because the server is what is checked. A key's name is the log's origin.
 */
export function trustedLog(session: Session, keyFile: string | undefined): TrustedLog {
  const lines =
    keyFile === undefined
      ? (session.config().record?.keys ?? [])
      : readFileSync(keyFile, 'utf8').split('\n');
  const verifiers = lines
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(readKey);
  const [first] = verifiers;
  if (first === undefined) {
    throw usageError('there is no trusted key: give one with --key, or in client.yaml');
  }
  return { origin: first.name, verifiers };
}

export const WITNESS_OPTION = {
  flags: '--witness <key>',
  about:
    'require a cosignature of this witness: its key, or a file with one key a line; repeatable',
  many: true,
};

/** The keys of the witnesses that the auditor names; those that the server was configured with count for nothing. */
export function trustedWitnesses(given: readonly string[] = []): readonly NoteVerifier[] {
  return given
    .flatMap((each) => (each.includes('+') ? [each] : readFileSync(each, 'utf8').split('\n')))
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => readWith(parseWitnessKey, line));
}

function readKey(line: string): NoteVerifier {
  return readWith(parseVerifierKey, line);
}

function readWith(parse: (line: string) => NoteVerifier, line: string): NoteVerifier {
  try {
    return parse(line);
  } catch (error) {
    throw new CliError(`a key: ${(error as Error).message}`);
  }
}
