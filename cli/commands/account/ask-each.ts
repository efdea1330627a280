import { describeError } from '../../output/exit-for.js';

type Questions = Readonly<Record<string, () => Promise<unknown>>>;

/** The answer to each question, or why it could not be answered. */
export type Sections<Q extends Questions> = {
  readonly [K in keyof Q]:
    | { readonly value: Awaited<ReturnType<Q[K]>> }
    | { readonly error: string };
};

/** Asks all questions at once. If one fails, the others are still answered. */
export async function askEach<Q extends Questions>(questions: Q): Promise<Sections<Q>> {
  const answers = await Promise.all(
    Object.entries(questions).map(async ([name, ask]) => {
      try {
        return [name, { value: await ask() }] as const;
      } catch (error) {
        const { code, message } = describeError(error);
        return [name, { error: `${code}: ${message}` }] as const;
      }
    }),
  );
  return Object.fromEntries(answers) as unknown as Sections<Q>;
}
