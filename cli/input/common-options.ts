import { userInfo } from 'node:os';
import type { Actor } from '../../libs/gen/gatepost/common/v1/common.js';
import type { OptionSpec } from '../define-command.js';
import { parseWhole } from './durations.js';

/** Options of every command that changes something. */
export const ACTOR_OPTIONS: readonly OptionSpec[] = [
  { flags: '--comment <text>', about: 'why, for the record' },
  {
    flags: '--on-behalf-of <person>',
    about: 'the person behind this command, for the record (default: you)',
  },
];

export interface ActorOptions {
  readonly comment?: string;
  readonly onBehalfOf?: string;
}

/** Who makes a change: as the options say, else the user of this machine. */
export function actorFrom(options: ActorOptions): Actor {
  return { onBehalfOf: options.onBehalfOf ?? userName(), comment: options.comment ?? '' };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user id without an entry, as in containers.
    return `uid ${process.getuid?.() ?? '?'}`;
  }
}

export const LIMIT_OPTION: OptionSpec = {
  flags: '--limit <n>',
  about: 'at most this many (default: 1000)',
  read: (text) => parseWhole(text, { min: 1, max: 1_000_000 }),
};

export interface LimitOptions {
  readonly limit?: number;
}

const PAGE = 500;

/** Reads page after page until there are no more, or `limit` is reached. */
export async function readPages<Page extends { nextToken: string }, Item>(options: {
  limit: number | undefined;
  fetch: (page: { size: number; token: string }) => Promise<Page>;
  items: (page: Page) => readonly Item[];
}): Promise<Item[]> {
  const { limit = 1000, fetch, items } = options;
  const found: Item[] = [];
  let token = '';
  do {
    const page = await fetch({ size: Math.min(PAGE, limit - found.length), token });
    found.push(...items(page));
    token = page.nextToken;
  } while (token !== '' && found.length < limit);
  return found;
}

/** A revision of the policy set. */
export function parseRevision(text: string): bigint {
  return BigInt(parseWhole(text, { min: 1, max: Number.MAX_SAFE_INTEGER }));
}

export const EXPECT_REVISION_OPTION: OptionSpec = {
  flags: '--expect-revision <n>',
  about: 'refuse unless this revision is active',
  read: parseRevision,
};

export interface ExpectRevisionOptions {
  readonly expectRevision?: bigint;
}
