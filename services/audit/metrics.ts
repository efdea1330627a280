import { Counter, Gauge, type Metrics } from '../../libs/telemetry/index.js';
import type { Checkpoints, Cosignatures, Sources, Tree, Witness } from './ports.js';

export interface AuditMetrics {
  recorded(source: string, events: number): void;
  refused(source: string): void;
  treeChanged(): void;
  unwitnessed(witness: string): void;
  unarchived(): void;
}

/** The metrics that an operator watches: missing numbers, refused events, the age of the checkpoint. */
export function createAuditMetrics(parts: {
  metrics: Metrics;
  tree: Tree;
  sources: Sources;
  checkpoints: Checkpoints;
  cosignatures: Cosignatures;
  witnesses: readonly Witness[];
}): AuditMetrics {
  const registers = [parts.metrics.registry];
  const recorded = new Counter({
    name: 'gatepost_audit_events_total',
    help: 'Events acknowledged, by source; those sent again count again.',
    labelNames: ['source'],
    registers,
  });
  const refused = new Counter({
    name: 'gatepost_audit_refused_total',
    help: 'Events refused because another has their number or id, by source.',
    labelNames: ['source'],
    registers,
  });
  const changed = new Counter({
    name: 'gatepost_audit_tree_changed_total',
    help: 'Times the tree was not the one that was signed.',
    registers,
  });
  new Gauge({
    name: 'gatepost_audit_missing_numbers',
    help: 'Numbers of a source that did not come, below its highest.',
    labelNames: ['source'],
    registers,
    collect() {
      return ifThere(async () => {
        const states = await parts.sources.list();
        this.reset();
        for (const { source, missing } of states) {
          const count = missing.reduce((sum, { first, last }) => sum + last - first + 1, 0);
          this.set({ source }, count);
        }
      });
    },
  });
  new Gauge({
    name: 'gatepost_audit_leaves',
    help: 'Leaves of the tree.',
    registers,
    collect() {
      return ifThere(async () => this.set(await parts.tree.size()));
    },
  });
  new Gauge({
    name: 'gatepost_audit_checkpoint_leaves',
    help: 'Leaves under the newest checkpoint.',
    registers,
    collect() {
      return ifThere(async () => this.set((await parts.checkpoints.newest())?.size ?? 0));
    },
  });
  const unwitnessed = new Counter({
    name: 'gatepost_audit_witness_failures_total',
    help: 'Times a witness was asked for a cosignature and gave none.',
    labelNames: ['witness'],
    registers,
  });
  const unarchived = new Counter({
    name: 'gatepost_audit_archive_failures_total',
    help: 'Checkpoints that were not written to the archive.',
    registers,
  });
  new Gauge({
    name: 'gatepost_audit_witness_leaves',
    help: 'Leaves under the newest checkpoint that a witness cosigned.',
    labelNames: ['witness'],
    registers,
    collect() {
      return ifThere(async () => {
        for (const { name } of parts.witnesses) {
          this.set({ witness: name }, await parts.cosignatures.largestOf(name));
        }
      });
    },
  });
  return {
    recorded: (source, events) => recorded.inc({ source }, events),
    refused: (source) => refused.inc({ source }),
    treeChanged: () => changed.inc(),
    unwitnessed: (witness) => unwitnessed.inc({ witness }),
    unarchived: () => unarchived.inc(),
  };
}

/** While the database is down the other metrics stay available, and these keep their last values. */
async function ifThere(read: () => Promise<void>): Promise<void> {
  await read().catch(() => undefined);
}
