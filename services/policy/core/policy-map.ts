import type { CompiledPolicy } from '../../../libs/policy/compile/compiled.js';
import type { Policy } from '../../../libs/policy/decide/policy.js';
import { type PackedPolicy, PolicyTable } from '../../../libs/policy/store/policy-table.js';
import type { ActivePolicy, PolicySet } from './policy-set.js';
import { type TrustLimits, trustLimits } from './trust-limits.js';

/** The current form of a document; null if withdrawn. */
export interface PolicyUpdate {
  readonly name: string;
  readonly compiled: CompiledPolicy | null;
}

/** A document that is ready to decide; null if withdrawn. */
export interface ReadyUpdate {
  readonly name: string;
  readonly packed: PackedPolicy | null;
}

/**
 * The documents in force, updated from revision to revision. An update touches only what changed. It is applied in one
 * go, so that no login sees half of a revision.
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
   * Prepares a document for `update`. Only `update` puts it in force.
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

  /** Computed on demand, because most logins do not need it. */
  get limits(): TrustLimits {
    const { domain, trust } = this.policy.described;
    return trustLimits(domain, this.#revision, trust);
  }
}
