import { createHash } from 'node:crypto';

/** Of each kind; the one asked for longest ago is forgotten first. */
const MOST = 10_000;

interface Remembered<T> {
  /** When it was asked for. */
  readonly since: number;
  readonly client: string;
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

  get(secret: string, { client, now, ask, isGood, keepMs }: Question<T>): Promise<T> {
    const key = digest(secret);
    const before = this.#entries.get(key);
    if (before?.client === client) {
      const age = now - before.since;
      const { known } = before;
      const isLasting = age < (known === undefined ? SHARED_MS : keepMs);
      // Below zero the clock was set back, and how old it is nobody knows.
      if (age >= 0 && isLasting && (known === undefined || isGood(known.value))) {
        return before.answer;
      }
    }
    const entry: Remembered<T> = { since: now, client, answer: ask() };
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

  /** Forgets the answers that this holds for, and those on their way, of which nothing is known. */
  forgetWhere(holds: (value: T) => boolean): void {
    for (const [key, { known }] of this.#entries) {
      if (known === undefined || holds(known.value)) this.#entries.delete(key);
    }
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
