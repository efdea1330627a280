/** The groups by which logins can be counted. */
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

/** Whether the text names a group. */
export function isGroup(text: string): text is Group {
  return GROUPS.includes(text as Group);
}

/** Logins counted by group, the largest first. */
export interface Tally {
  readonly groups: readonly {
    readonly key: string;
    readonly count: number;
    readonly denied: number;
  }[];
  /** All matching logins, including those of groups that are not listed. */
  readonly total: number;
}
