import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { packageRoot } from '../../libs/config/index.js';
import { execute } from './podman.js';

/** A Kubernetes object from a manifest. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Record<string, string> };
  // biome-ignore lint/suspicious/noExplicitAny: what a test expects of it is what checks it
  readonly spec?: any;
  readonly data?: Record<string, string>;
}

/** Renders an overlay of deploy/kubernetes. The demo's gets certificates and secrets made for it. */
export async function renderOverlay(
  name: 'demo' | 'production' | 'production with all',
): Promise<Manifest[]> {
  const dir = mkdtempSync(join(tmpdir(), 'gatepost-kustomize-'));
  try {
    cpSync(join(packageRoot, 'deploy'), join(dir, 'deploy'), {
      recursive: true,
      filter: (path) => !path.endsWith('/files'),
    });
    const [directory = ''] = name.split(' ');
    const overlay = join(dir, 'deploy', 'kubernetes', 'overlays', directory);
    if (name === 'production with all') withComponents(join(overlay, 'kustomization.yaml'));
    const cli = join(packageRoot, 'dist', 'cli', 'main.js');
    if (name === 'demo') await execute('node', [cli, 'deploy', 'init', join(overlay, 'files')]);
    const text = await execute('kustomize', ['build', overlay]);
    return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Enables the components as the file's comment says. */
function withComponents(file: string): void {
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('# components:', 'components:'));
}

/** The pod template of an object that makes pods. */
export function podOf({ kind, spec }: Manifest) {
  return ['Deployment', 'StatefulSet', 'Job'].includes(kind) ? spec.template : undefined;
}
