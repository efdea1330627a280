/** Something to measure: `once` makes `decisions` decisions. */
export interface Subject {
  readonly name: string;
  readonly decisions: number;
  once(): void;
}

export interface Measured {
  readonly name: string;
  readonly medianNs: number;
  readonly p99Ns: number;
}

/**
 * Runs the subjects in turn, again and again, so that other load on the machine affects all of them
 * alike. Each sample is the mean of one `once`.
 */
export function measure(subjects: readonly Subject[], rounds: number): Measured[] {
  const samples = subjects.map(() => new Float64Array(rounds));
  for (let warm = 0; warm < rounds / 10; warm++) for (const subject of subjects) subject.once();
  for (let round = 0; round < rounds; round++) {
    for (const [index, subject] of subjects.entries()) {
      const since = process.hrtime.bigint();
      subject.once();
      const took = Number(process.hrtime.bigint() - since);
      (samples[index] as Float64Array)[round] = took / subject.decisions;
    }
  }
  return subjects.map(({ name }, index) => {
    const sorted = (samples[index] as Float64Array).sort();
    const at = (share: number) => sorted[Math.floor(share * (rounds - 1))] as number;
    return { name, medianNs: at(0.5), p99Ns: at(0.99) };
  });
}
