import type { CompiledPolicy } from '../../../libs/policy/compile/compiled.js';
import { loadCompiled } from '../../../libs/policy/decide/policy.js';
import type { ActivePolicy, PolicySet } from './policy-set.js';
import { trustLimits } from './trust-limits.js';

/** A document as it is now; null: withdrawn. */
export interface PolicyUpdate {
  readonly name: string;
  readonly compiled: CompiledPolicy | null;
}

/** A document ready to decide; null: withdrawn. */
export interface ReadyUpdate {
  readonly name: string;
  readonly active: ActivePolicy | null;
}

/** @throws Error if the compiled form cannot be used */
export function readyUpdate({ name, compiled }: PolicyUpdate, revision: number): ReadyUpdate {
  if (compiled === null) return { name, active: null };
  const limits = trustLimits(name, revision, compiled.trust);
  return { name, active: { name, policy: loadCompiled(compiled), limits } };
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

  update(updates: readonly ReadyUpdate[], revision: number): void {
    for (const { name, active } of updates) {
      if (active === null) this.#policies.delete(name);
      else this.#policies.set(name, active);
    }
    this.#revision = revision;
  }
}
