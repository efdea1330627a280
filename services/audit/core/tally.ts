/** What logins can be counted by. */
export const GROUPS = [
  'account',
  'client_ip',
  'service',
  'decision',
  'reason',
  'rule',
  'hour',
  'day',
] as const;
export type Group = (typeof GROUPS)[number];

/** Whether the word names a group that events are counted by. */
export function isGroup(text: string): text is Group {
  return GROUPS.includes(text as Group);
}

/** Logins counted by group, fullest first. */
export interface Tally {
  readonly groups: readonly {
    readonly key: string;
    readonly count: number;
    readonly denied: number;
  }[];
  /** In all, also those of groups that are not listed. */
  readonly total: number;
}
