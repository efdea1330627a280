/** The phases of a change. */
export type Phase =
  | 'read'
  | 'compile'
  | 'compare'
  | 'verify'
  /** Waits until another change is stored. */
  | 'wait'
  | 'store'
  | 'activate';

/** Reports how far a phase has come, in units of its own. A `total` of 0 means unknown. */
export type ReportProgress = (phase: Phase, done: number, total: number) => void;
