/** A message about one domain among others. */
interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** The template that it is about; empty or absent if it is about the domain's own document. */
  readonly template?: string;
}

/** Reports a problem in a template once, with the number of domains that extend it. */
export function reportOnce<T extends Problem>(all: readonly T[]): T[] {
  const known = new Map<string | T, { first: T; count: number }>();
  for (const one of all) {
    const { template, file, line, column, message } = one;
    const key = template ? JSON.stringify([template, file, line, column, message]) : one;
    const before = known.get(key);
    if (before === undefined) known.set(key, { first: one, count: 1 });
    else before.count += 1;
  }
  return [...known.values()].map(({ first, count }) =>
    first.template
      ? { ...first, message: `${first.message}, in ${count} ${count === 1 ? 'domain' : 'domains'}` }
      : first,
  );
}
