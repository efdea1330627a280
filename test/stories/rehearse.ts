import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Message } from '../suite/proto-client.js';
import { runCliHere } from '../suite/run-cli-here.js';
import type { Suite } from '../suite/start-suite.js';
import type { PolicyDocument } from './read-story.js';

/**
 * Runs `policy rehearse` of a candidate. Returns what it prints as JSON, and how it ends. `since`: only logins from
 * then on (ms since 1970); absent: all.
 */
export async function rehearse(
  { installation }: Suite,
  documents: readonly PolicyDocument[],
  since?: number,
): Promise<{ exit: number; said: Message }> {
  const { home } = installation.layout;
  const file = join(home, 'candidate.yaml');
  writeFileSync(file, documents.map((document) => stringify(document)).join('---\n'));
  const from = since === undefined ? '30d' : new Date(since).toISOString();
  const argv = ['policy', 'rehearse', file, '--since', from, '--home', home, '--json'];
  const { exit, out } = await runCliHere(argv);
  return { exit, said: JSON.parse(out) };
}
