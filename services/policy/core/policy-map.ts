import type { CompiledPolicy } from '../../../libs/policy/compile/compiled.js';
import { loadCompiled } from '../../../libs/policy/decide/policy.js';
import type { ActivePolicy, PolicySet } from './policy-set.js';
import { trustLimits } from './trust-limits.js';

/** A document as it is now; null: withdrawn. */
export interface PolicyUpdate {
  readonly name: string;
  readonly compiled: CompiledPolicy | null;
}

/**
 * The documents in force, brought forward from revision to revision. A change touches what changed
 * and nothing else; it is made in one go, so that no login sees half of a revision.
 */
export class PolicyMap implements PolicySet {
  readonly #policies = new Map<string, ActivePolicy>();
  #revision = 0;

  get revision(): number {
    return this.#revision;
  }

  get size(): number {
    return this.#policies.size;
  }

  find(domain: string): ActivePolicy | undefined {
    return this.#policies.get(domain) ?? this.#policies.get('*');
  }

  /** @throws Error if a compiled form cannot be used; then nothing has changed */
  update(updates: readonly PolicyUpdate[], revision: number): void {
    const ready = updates.map(({ name, compiled }) => ({
      name,
      active: compiled && {
        name,
        policy: loadCompiled(compiled),
        limits: trustLimits(name, revision, compiled.trust),
      },
    }));
    for (const { name, active } of ready) {
      if (active === null) this.#policies.delete(name);
      else this.#policies.set(name, active);
    }
    this.#revision = revision;
  }
}
