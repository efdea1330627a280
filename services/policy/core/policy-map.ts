import type { CompiledPolicy } from '../../../libs/policy/compile/compiled.js';
import type { Policy } from '../../../libs/policy/decide/policy.js';
import { type PackedPolicy, PolicyTable } from '../../../libs/policy/store/policy-table.js';
import type { ActivePolicy, PolicySet } from './policy-set.js';
import { type TrustLimits, trustLimits } from './trust-limits.js';

/** A document as it is now; null: withdrawn. */
export interface PolicyUpdate {
  readonly name: string;
  readonly compiled: CompiledPolicy | null;
}

/** A document ready to decide; null: withdrawn. */
export interface ReadyUpdate {
  readonly name: string;
  readonly packed: PackedPolicy | null;
}

/**
 * The documents in force, brought forward from revision to revision. A change touches what changed
 * and nothing else; it is made in one go, so that no login sees half of a revision.
 */
export class PolicyMap implements PolicySet {
  readonly #table = new PolicyTable();
  #revision = 0;

  get revision(): number {
    return this.#revision;
  }

  get size(): number {
    return this.#table.size;
  }

  find(domain: string): ActivePolicy | undefined {
    const found = this.#table.find(domain) ?? this.#table.find('*');
    return found && new Active(found.policy, found.tag);
  }

  /**
   * Makes a document ready for `update`, which alone puts it in force.
   *
   * @throws Error if the compiled form cannot be used
   */
  prepare({ name, compiled }: PolicyUpdate, revision: number): ReadyUpdate {
    return { name, packed: compiled && this.#table.pack(compiled, revision) };
  }

  update(updates: readonly ReadyUpdate[], revision: number): void {
    for (const { name, packed } of updates) {
      if (packed === null) this.#table.delete(name);
      else this.#table.set(packed);
    }
    this.#revision = revision;
  }
}

class Active implements ActivePolicy {
  readonly policy: Policy;
  readonly #revision: number;

  constructor(policy: Policy, revision: number) {
    this.policy = policy;
    this.#revision = revision;
  }

  get name(): string {
    return this.policy.described.domain;
  }

  /** Made when asked for: most logins do not. */
  get limits(): TrustLimits {
    const { domain, trust } = this.policy.described;
    return trustLimits(domain, this.#revision, trust);
  }
}
