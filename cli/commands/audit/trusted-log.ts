import { readFileSync } from 'node:fs';
import { type NoteVerifier, parseVerifierKey } from '../../../libs/merkle/index.js';
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

function readKey(line: string): NoteVerifier {
  try {
    return parseVerifierKey(line);
  } catch (error) {
    throw new CliError(`a verifier key ${(error as Error).message}`);
  }
}
