/** What a change is being put through. */
export type Phase =
  | 'read'
  | 'compile'
  | 'compare'
  | 'verify'
  /** Until the change of another is stored. */
  | 'wait'
  | 'store'
  | 'activate';

/** Tells how far a phase has come, in units of its own; `total` 0: not known. */
export type ReportProgress = (phase: Phase, done: number, total: number) => void;
