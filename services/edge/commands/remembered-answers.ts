import { createHash } from 'node:crypto';

/** Of each kind; the one asked for longest ago is forgotten first. */
const MOST = 10_000;

interface Remembered<T> {
  /** When it was asked for. */
  readonly since: number;
  readonly client: string;
  /** How many endings were heard of before it was asked for. */
  readonly after: number;
  readonly answer: Promise<T>;
  /** Once it is known. */
  known?: { readonly value: T };
}

interface Question<T> {
  /** An answer is one client's. */
  readonly client: string;
  readonly now: number;
  readonly ask: () => Promise<T>;
  /** Of an answer that is known. */
  readonly isGood: (value: T) => boolean;
  /** How long a known answer is good, in ms from when it was asked for. */
  readonly keepMs: number;
}

/** One on its way is waited for by others for so long. */
const SHARED_MS = 1_000;

/**
 * Answers about secrets. Whoever asks while an answer is on its way waits for it. Failures are not
 * remembered, and no secret is kept as it is.
 */
export class RememberedAnswers<T> {
  readonly #entries = new Map<string, Remembered<T>>();
  readonly #aboutOf: (value: T) => string | undefined;
  /** By whom they were about, the number of the last ending. */
  readonly #endings = new Map<string, number>();
  #ended = 0;

  /** @param aboutOf whom an answer is about, for `ended` */
  constructor(aboutOf: (value: T) => string | undefined = () => undefined) {
    this.#aboutOf = aboutOf;
  }

  get(secret: string, { client, now, ask, isGood, keepMs }: Question<T>): Promise<T> {
    const key = digest(secret);
    const before = this.#entries.get(key);
    if (before?.client === client) {
      const age = now - before.since;
      const { known } = before;
      const isLasting = age < (known === undefined ? SHARED_MS : keepMs);
      // Below zero the clock was set back, and how old it is nobody knows.
      if (
        age >= 0 &&
        isLasting &&
        this.#holds(before) &&
        (known === undefined || isGood(known.value))
      ) {
        return before.answer;
      }
    }
    const entry: Remembered<T> = { since: now, client, after: this.#ended, answer: ask() };
    this.#keep(key, entry);
    entry.answer.then(
      (value) => {
        entry.known = { value };
      },
      () => {
        if (this.#entries.get(key) === entry) this.#entries.delete(key);
      },
    );
    return entry.answer;
  }

  forget(secret: string): void {
    this.#entries.delete(digest(secret));
  }

  /**
   * What was asked for about it until now is not true any more; nor is what is on its way, of which nothing
   * is known. It costs the same however much is remembered, as many may end at once.
   */
  ended(about: string): void {
    if (this.#endings.size >= MOST) this.forgetAll();
    this.#ended += 1;
    this.#endings.set(about, this.#ended);
  }

  forgetAll(): void {
    this.#entries.clear();
    this.#endings.clear();
  }

  #holds({ after, known }: Remembered<T>): boolean {
    if (known === undefined) return after === this.#ended;
    const about = this.#aboutOf(known.value);
    return about === undefined || (this.#endings.get(about) ?? 0) <= after;
  }

  #keep(key: string, entry: Remembered<T>): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > MOST && oldest !== undefined) this.#entries.delete(oldest);
  }
}

function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('base64');
}
