import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { packageRoot } from '../../libs/config/index.js';
import { allowListOf } from '../up/installation/access.js';
import { SERVICE_NAMES } from '../up/installation/services.js';

const byIdentity = (callers: readonly { readonly identity: string }[]) =>
  callers.toSorted((a, b) => a.identity.localeCompare(b.identity));

it.each([
  ...SERVICE_NAMES.map((service) => ['deploy/config', service] as const),
  ['deploy/kubernetes/components/notice/config', 'notice'] as const,
  ['deploy/kubernetes/components/console/config', 'console'] as const,
])('%s lets call %s whom an installation on one machine lets call', (directory, service) => {
  const path = join(packageRoot, directory, `${service}.access.yaml`);
  const { callers } = parse(readFileSync(path, 'utf8'));
  expect(byIdentity(callers)).toEqual(byIdentity(allowListOf(service, { delegates: [] }).callers));
});
