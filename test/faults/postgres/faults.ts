import type { Cluster } from './cluster.js';
import type { Node } from './node.js';

/** Something that happens to the primary. */
export interface Fault {
  readonly name: string;
  /** Does it. */
  harm(primary: Node, cluster: Cluster): Promise<void>;
  /** Ends it, once another node is the primary. The node is then to come back as a standby. */
  mend(node: Node): void;
}

/** Those that this user can do. */
export function faultsOf({ nodes }: Cluster): readonly Fault[] {
  if (nodes.every(({ disk }) => disk !== undefined)) return FAULTS;
  console.warn('"disk full" is left out: this user may not mount a file system');
  return FAULTS.filter(({ harm }) => harm !== fillDisk);
}

const FAULTS: readonly Fault[] = [
  { name: 'killed', harm: async (node) => node.kill(), mend: (node) => node.start() },
  { name: 'frozen', harm: async (node) => node.freeze(), mend: (node) => node.thaw() },
  { name: 'cut off', harm: async (node) => node.cutOff(), mend: (node) => node.reconnect() },
  { name: 'disk full', harm: fillDisk, mend: (node) => node.disk?.free() },
];

/** As many switches of its log as the primary has spare files of it, and more. */
const SWITCHES = 20;

/** Fills the disk, and has Postgres need a new file of its write-ahead log, without which it cannot go on. */
async function fillDisk(primary: Node, { query }: Cluster): Promise<void> {
  primary.disk?.fill();
  const write = `select pg_logical_emit_message(false, '', ''), pg_switch_wal()`;
  for (let n = 0; n < SWITCHES; n += 1) await query(primary, write).catch(() => undefined);
}
