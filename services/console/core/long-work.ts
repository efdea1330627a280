/** Who began long work, and where. It is found by nobody else. */
export interface WorkOwner {
  readonly account: string;
  /** Identifies the sign-in that it ends with. */
  readonly session: string;
  readonly domain: string;
}

export type WorkState =
  /** total 0: not known yet. */
  | { readonly kind: 'running'; readonly done: number; readonly total: number }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed' }
  /** It was stopped, took too long, or its sign-in ended. */
  | { readonly kind: 'ended' };

/** Long work under way, or finished and kept for a while. `View` is what pages show of it. */
export interface LongWork<View> {
  readonly id: string;
  readonly owner: WorkOwner;
  /** ms since the epoch */
  readonly begunAt: number;
  readonly view: View;
  readonly state: WorkState;
}

/** One step of long work. The last one is not `progress`. */
export interface WorkStep {
  readonly kind: string;
  readonly done?: number;
  readonly total?: number;
}

/** What long work does. */
export interface WorkToDo {
  /** Ends with its signal, also in the middle of a step. */
  readonly steps: (signal: AbortSignal) => AsyncIterable<WorkStep>;
  /** Whether the sign-in still holds and still has its role. */
  readonly isSignedIn: () => Promise<boolean>;
  readonly failed: (error: unknown) => void;
}

/** How much of it there may be: of an account, of a domain, of all. */
interface Limits {
  readonly account: number;
  readonly domain: number;
  readonly all: number;
}
const RUNNING: Limits = { account: 2, domain: 4, all: 12 };
/** Running and finished. Beyond it the oldest finished is forgotten. */
const KEPT: Limits = { account: 4, domain: 8, all: 24 };

/** How long work may take. */
const LONGEST_MS = 900_000;
/** How long finished work is kept. */
export const KEPT_MINUTES = 15;
/** How often running work asks whether its sign-in holds. */
const ASK_MS = 30_000;

interface Entry<View> extends LongWork<View> {
  owner: WorkOwner;
  state: WorkState;
  /** ms since the epoch; undefined: it runs. */
  endedAt: number | undefined;
  readonly stop: AbortController;
  readonly toDo: WorkToDo;
  /** When it last asked whether its sign-in holds, in ms since the epoch. */
  askedAt: number;
  /** Who waits for its next state. */
  readonly waiting: Set<() => void>;
}

/**
 * Long work of this process. It outlives the page that began it, but neither its sign-in nor a fixed time. Bounded by
 * account, by domain, and in all.
 */
export class LongWorks<View> {
  readonly #entries = new Map<string, Entry<View>>();
  readonly #now: () => number;
  readonly #newId: () => string;

  constructor(ports: { readonly now: () => number; readonly newId: () => string }) {
    this.#now = ports.now;
    this.#newId = ports.newId;
  }

  /** Begins work. Undefined if too much is running. */
  begin(owner: WorkOwner, view: View, toDo: WorkToDo): LongWork<View> | undefined {
    this.forgetOld();
    const scopes = scopesOf(owner);
    const isRunning = ({ endedAt }: Entry<View>) => endedAt === undefined;
    if (scopes.some(({ name, has }) => this.#in(has).filter(isRunning).length >= RUNNING[name])) {
      return undefined;
    }
    for (const { name, has } of scopes) {
      const finished = this.#in(has).filter((one) => !isRunning(one));
      const tooMany = this.#in(has).length - KEPT[name] + 1;
      for (const { id } of finished.slice(0, Math.max(0, tooMany))) this.#entries.delete(id);
    }
    const begunAt = this.#now();
    const entry: Entry<View> = {
      ...{ id: this.#newId(), owner, view, begunAt, endedAt: undefined, toDo, askedAt: begunAt },
      state: { kind: 'running', done: 0, total: 0 },
      stop: new AbortController(),
      waiting: new Set(),
    };
    this.#entries.set(entry.id, entry);
    void this.#run(entry);
    return entry;
  }

  /** The owner's work with this id. Undefined if it is not here, or not any more. */
  find(owner: WorkOwner, id: string): LongWork<View> | undefined {
    this.forgetOld();
    const entry = this.#entries.get(id);
    return entry !== undefined && isSameOwner(entry.owner, owner) ? entry : undefined;
  }

  /** The owner's work, the newest first. */
  list(owner: WorkOwner): readonly LongWork<View>[] {
    this.forgetOld();
    return [...this.#entries.values()].filter((one) => isSameOwner(one.owner, owner)).toReversed();
  }

  /** Stops and forgets work. */
  end({ id }: Pick<LongWork<View>, 'id'>): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    this.#entries.delete(id);
    this.#tell(entry, { kind: 'ended' });
    entry.stop.abort();
  }

  /** Has the work of one sign-in of an account end with the next one instead. */
  moveSession(from: string, to: string): void {
    for (const entry of this.#entries.values()) {
      if (entry.owner.session === from) entry.owner = { ...entry.owner, session: to };
    }
  }

  /** Stops and forgets all work of a sign-in. */
  endSession(session: string): void {
    for (const entry of [...this.#entries.values()]) {
      if (entry.owner.session === session) this.end(entry);
    }
  }

  /** Stops and forgets everything. */
  endAll(): void {
    for (const entry of [...this.#entries.values()]) this.end(entry);
  }

  /** Forgets what was kept for its time, and stops what took too long. */
  forgetOld(): void {
    const now = this.#now();
    for (const entry of [...this.#entries.values()]) {
      const { begunAt, endedAt } = entry;
      if (
        endedAt === undefined ? now - begunAt >= LONGEST_MS : now - endedAt >= KEPT_MINUTES * 60_000
      ) {
        this.end(entry);
      }
    }
  }

  /** Yields the newest state until the work is over. A slow reader misses some. */
  async *follow({ id }: Pick<LongWork<View>, 'id'>): AsyncGenerator<WorkState> {
    const entry = this.#entries.get(id);
    if (entry === undefined) {
      yield { kind: 'ended' };
      return;
    }
    for (;;) {
      const { state } = entry;
      yield state;
      if (state.kind !== 'running') return;
      if (entry.state === state) {
        await new Promise<void>((resolve) => entry.waiting.add(resolve));
      }
    }
  }

  /** Does what is due by time. Call it every few seconds: a step may take minutes. */
  async tend(): Promise<void> {
    this.forgetOld();
    await Promise.all([...this.#entries.values()].map((entry) => this.#askSignedIn(entry)));
  }

  async #run(entry: Entry<View>): Promise<void> {
    const { signal } = entry.stop;
    try {
      for await (const { kind, done = 0, total = 0 } of entry.toDo.steps(signal)) {
        await this.#askSignedIn(entry);
        this.forgetOld();
        if (signal.aborted) return;
        if (kind === 'progress') this.#tell(entry, { kind: 'running', done, total });
      }
      if (!signal.aborted) this.#tell(entry, { kind: 'done' });
    } catch (error) {
      this.#fail(entry, error);
    }
  }

  /** Ends work whose sign-in no longer holds, if it was not asked a short time ago. */
  async #askSignedIn(entry: Entry<View>): Promise<void> {
    const now = this.#now();
    if (entry.endedAt !== undefined || now - entry.askedAt < ASK_MS) return;
    entry.askedAt = now;
    try {
      if (!(await entry.toDo.isSignedIn())) this.end(entry);
    } catch (error) {
      this.#fail(entry, error);
    }
  }

  #fail(entry: Entry<View>, error: unknown): void {
    if (entry.stop.signal.aborted) return;
    this.#tell(entry, { kind: 'failed' });
    entry.stop.abort();
    entry.toDo.failed(error);
  }

  #tell(entry: Entry<View>, state: WorkState): void {
    if (entry.state.kind === 'ended') return;
    entry.state = state;
    if (state.kind !== 'running') entry.endedAt ??= this.#now();
    for (const wake of entry.waiting) wake();
    entry.waiting.clear();
  }

  /** The oldest first. */
  #in(has: (owner: WorkOwner) => boolean): readonly Entry<View>[] {
    return [...this.#entries.values()].filter(({ owner }) => has(owner));
  }
}

function scopesOf({ account, domain }: WorkOwner) {
  return [
    { name: 'account', has: (one: WorkOwner) => one.account === account },
    { name: 'domain', has: (one: WorkOwner) => one.domain === domain },
    { name: 'all', has: (_: WorkOwner) => true },
  ] as const;
}

function isSameOwner(one: WorkOwner, other: WorkOwner): boolean {
  return (
    one.account === other.account && one.session === other.session && one.domain === other.domain
  );
}
