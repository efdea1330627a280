export interface TraceStep {
  readonly step:
    | 'document'
    | 'rule'
    | 'trust'
    | 'first-factor'
    | 'second-factor'
    | 'outcome'
    | 'remember';
  readonly rule: string;
  readonly detail: string;
  readonly held: boolean;
}

/** Collects the steps of an explanation. Costs nothing if no explanation was asked for. */
export interface Trace {
  readonly steps: readonly TraceStep[];
  add(make: () => TraceStep): void;
}

/** A trace that keeps its steps only if an explanation is wanted. */
export function traceOf(wanted: boolean): Trace {
  const steps: TraceStep[] = [];
  return {
    steps,
    add(make) {
      if (wanted) steps.push(make());
    },
  };
}
