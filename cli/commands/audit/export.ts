import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { AuditServiceService as Audit } from '../../../libs/gen/gatepost/audit/v1/audit.js';
import { defineCommand } from '../../define-command.js';
import { parseWhole } from '../../input/durations.js';
import { toJson } from '../../output/to-json.js';
import { viewEvent } from './view-event.js';

interface Options {
  readonly output?: string;
  readonly from?: number;
  readonly to?: number;
}

const readIndex = (text: string) => parseWhole(text, { min: 0, max: Number.MAX_SAFE_INTEGER });

export const auditExport = defineCommand<Options>({
  usage: 'export',
  about: 'Write the record as JSON lines, by index.',
  details: `One event a line, with its salt and leaf hash, so that the tree can be computed from the file
alone. Needs the right to read every domain.`,
  options: [
    { flags: '--output <file>', about: 'write here instead of stdout' },
    { flags: '--from <index>', about: 'first index (default: 0)', read: readIndex },
    { flags: '--to <index>', about: 'one past the last (default: all)', read: readIndex },
  ],
  examples: ['audit export --output record.jsonl', 'audit export --from 1000 | gzip > rest.gz'],
  async run({ follow, out }, _args, { output, from = 0, to = 0 }) {
    const file = output === undefined ? process.stdout : createWriteStream(output, { mode: 0o600 });
    let count = 0;
    const range = { from: BigInt(from), to: BigInt(to) };
    for await (const { events, leafHashes } of follow(Audit.leaves, range)) {
      const lines = events.map((recorded, at) => {
        const { salt } = recorded;
        return toJson({ ...viewEvent(recorded), salt, leafHash: leafHashes[at] }, { stream: true });
      });
      count += lines.length;
      if (!file.write(`${lines.join('\n')}\n`)) await once(file, 'drain');
      out.progress(`${count} events`);
    }
    if (file !== process.stdout) await finished(file.end());
    out.note(`${count} events written`);
    return undefined;
  },
});
