import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { bootstrapDatabase } from '../../cli/up/installation/bootstrap-database.js';
import { planPorts } from '../../cli/up/installation/ports.js';
import {
  type Installation,
  prepareInstallation,
} from '../../cli/up/installation/prepare-installation.js';
import { entryOf } from '../../cli/up/installation/run-services.js';
import { packageRoot } from '../../libs/config/index.js';
import { startEmbeddedPostgres } from '../../libs/embedded-postgres/index.js';
import { makeScratch } from '../../libs/embedded-postgres/scratch.js';
import { silentLog } from '../../libs/log/index.js';
import { claimPorts } from '../../libs/testing/claim-ports.js';

/** What all suites of a run share: one Postgres, one authority, one template of the database. */
export interface SharedRun {
  /** An installation whose certificates and secrets every suite copies. */
  readonly home: string;
  readonly postgresPort: number;
  readonly adminUrl: string;
  readonly adminPasswordFile: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    sharedRun: SharedRun;
  }
}

export const TEMPLATE = 'gatepost_template';

/** Runs before the first suite of a run. What it returns runs after the last. */
export default async function startSharedRun(project: TestProject): Promise<() => Promise<void>> {
  // Lets every process of the run use Node's compile cache (Node 22 and later).
  process.env.NODE_COMPILE_CACHE ??= join(packageRoot, 'node_modules', '.cache', 'node-compile');
  const home = mkdtempSync(join(tmpdir(), 'gatepost-suite-'));
  const scratch = makeScratch();
  const postgres = await startEmbeddedPostgres({
    dataDir: join(scratch, 'data'),
    settings: { fsync: 'off', full_page_writes: 'off', max_connections: '400' },
    log: silentLog,
  });
  const admin = { url: postgres.url(), passwordFile: postgres.passwordFile };
  // No service of this installation runs; every suite claims ports of its own.
  const claim = await claimPorts();
  const plan = { ...planPorts(claim.base, {}), postgres: postgres.port };
  const installation = await prepareInstallation({
    home,
    plan,
    database: TEMPLATE,
    corpDomains: [],
    now: Date.now(),
  });
  await bootstrapDatabase({ admin, database: TEMPLATE, secrets: installation.secrets });
  await migrateAll(installation);
  project.provide('sharedRun', {
    home,
    postgresPort: postgres.port,
    adminUrl: admin.url,
    adminPasswordFile: admin.passwordFile,
  });
  return async () => {
    claim.release();
    await postgres.stop();
    for (const each of [home, scratch]) rmSync(each, { recursive: true, force: true });
  };
}

async function migrateAll({ plan, configOf }: Installation): Promise<void> {
  await Promise.all(
    plan.replicas.map(({ name, service }) =>
      promisify(execFile)(process.execPath, [
        entryOf(service),
        ...['--config', configOf(name), '--migrate-only'],
      ]),
    ),
  );
}
