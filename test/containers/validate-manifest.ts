import type { Manifest } from './render.js';

/**
 * Checks a manifest by the schema of its kind, from Kubernetes' API or cert-manager's. A key that the schema does not
 * know is an error, too.
 */
export async function validateManifest(manifest: Manifest): Promise<void> {
  const { apiVersion, kind } = manifest;
  const from = apiVersion.startsWith('cert-manager.io/')
    ? '@kubernetes-models/cert-manager'
    : 'kubernetes-models';
  const models = await import(`${from}/${apiVersion}/${kind}`);
  const unread = new Set<string>();
  // A validator reads each key that its schema knows. So a key that is never read is unknown.
  models[kind].prototype.validate.call(watched(withoutLineBreaks(manifest), unread, ''));
  if (unread.size > 0) throw new Error(`unknown: ${[...unread].join(', ')}`);
}

/** Removes line breaks from a Secret's base64, which Kubernetes accepts and the schema does not. */
function withoutLineBreaks(manifest: Manifest): Manifest {
  if (manifest.kind !== 'Secret' || manifest.data === undefined) return manifest;
  const lines = Object.entries(manifest.data).map(([key, text]) => [key, text.replace(/\s/g, '')]);
  return { ...manifest, data: Object.fromEntries(lines) };
}

function watched<T>(value: T, unread: Set<string>, path: string): T {
  if (typeof value !== 'object' || value === null) return value;
  const children = new Map<PropertyKey, unknown>();
  for (const [key, child] of Object.entries(value)) {
    const below = `${path}/${key}`;
    if (!Array.isArray(value) && path !== '') unread.add(below);
    children.set(key, watched(child, unread, below));
  }
  return new Proxy(value, {
    get(target, key, receiver) {
      unread.delete(`${path}/${String(key)}`);
      return children.has(key) ? children.get(key) : Reflect.get(target, key, receiver);
    },
  });
}
