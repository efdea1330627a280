import { createHash } from 'node:crypto';

/** The most answers of each kind. The one asked for longest ago is dropped first. */
const MOST = 10_000;

interface Remembered<T> {
  /** When it was asked for. */
  readonly since: number;
  readonly client: string;
  /** How many endings had been received when it was asked for. */
  readonly after: number;
  readonly answer: Promise<T>;
  /** Set once the answer is known. */
  known?: { readonly value: T };
}

interface Question<T> {
  /** An answer is only used for the same client. */
  readonly client: string;
  readonly now: number;
  readonly ask: () => Promise<T>;
  /** Whether a known answer may be used. */
  readonly isGood: (value: T) => boolean;
  /** How long a known answer may be used, in ms since it was asked for. */
  readonly keepMs: number;
}

/** A pending answer is shared with requests that arrive within this time. */
const SHARED_MS = 1_000;

/**
 * Remembers answers about secrets. A request that arrives while an answer is pending waits for it. Failures are not
 * remembered, and no secret is stored in plain form.
 */
export class RememberedAnswers<T> {
  readonly #entries = new Map<string, Remembered<T>>();
  readonly #aboutOf: (value: T) => string | undefined;
  /** The number of the last ending, by the account it was about. */
  readonly #endings = new Map<string, number>();
  #ended = 0;

  /** @param aboutOf the account that an answer is about, for `ended` */
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
      // A negative age means that the clock was set back, so the real age is unknown.
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
   * Drops all answers about an account that were asked for until now, including pending ones, whose content is not
   * known yet. Takes constant time however much is remembered, because many trusts may end at once.
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
