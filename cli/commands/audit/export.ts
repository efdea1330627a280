import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { AuditServiceService as Audit } from '../../../libs/gen/gatepost/audit/v1/audit.js';
import { defineCommand } from '../../define-command.js';
import { parseWhole } from '../../input/durations.js';
import { usageError } from '../../output/exit.js';
import { EXPORT_FORMATS, type ExportFormat } from './export-format.js';

interface Options {
  readonly format?: ExportFormat;
  readonly output?: string;
  readonly from?: number;
  readonly to?: number;
}

const readIndex = (text: string) => parseWhole(text, { min: 0, max: Number.MAX_SAFE_INTEGER });

export const auditExport = defineCommand<Options>({
  usage: 'export',
  about: 'Write the record as JSON lines, CSV, OCSF or ECS, by index.',
  details: `One event a line. JSON lines include salt and leaf hash, so that the tree can be computed from the file
alone. CSV has a column for each field that people usually search, and the event itself in the last one. A cell that a
spreadsheet would run as a formula begins with an apostrophe. ocsf and ecs contain logins only, as JSON lines: OCSF
Authentication (3002) and the Elastic Common Schema; docs/events.md maps each field. Needs the right to read every
domain.`,
  options: [
    { flags: '--format <format>', about: 'jsonl (default), csv, ocsf or ecs', read: readFormat },
    { flags: '--output <file>', about: 'write here instead of stdout' },
    { flags: '--from <index>', about: 'first index (default: 0)', read: readIndex },
    { flags: '--to <index>', about: 'one past the last (default: all)', read: readIndex },
  ],
  examples: [
    'audit export --output record.jsonl',
    'audit export --format csv --output record.csv',
    'audit export --from 1000 | gzip > rest.gz',
    'audit export --format ocsf --output logins.jsonl',
  ],
  async run({ follow, out }, _args, options) {
    const { format = readFormat('jsonl'), output, from = 0, to = 0 } = options;
    const file = output === undefined ? process.stdout : createWriteStream(output, { mode: 0o600 });
    if (file !== process.stdout) await once(file, 'open');
    if (format.head !== undefined) file.write(`${format.head}${format.end}`);
    let count = 0;
    const range = { from: BigInt(from), to: BigInt(to) };
    for await (const { events, leafHashes } of follow(Audit.leaves, range)) {
      const lines = events
        .map((recorded, at) => format.line(recorded, leafHashes[at]))
        .filter((line) => line !== undefined);
      count += lines.length;
      const text = lines.map((line) => `${line}${format.end}`).join('');
      if (!file.write(text)) await once(file, 'drain');
      out.progress(`${count} events`);
    }
    if (file !== process.stdout) await finished(file.end());
    out.note(`${count} events written`);
    return undefined;
  },
});

function readFormat(text: string): ExportFormat {
  const format = EXPORT_FORMATS[text];
  if (format === undefined)
    throw usageError(`"${text}" is not a format: give jsonl, csv, ocsf or ecs`);
  return format;
}
