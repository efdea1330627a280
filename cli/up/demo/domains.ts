import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../libs/config/index.js';
import type { ApplyRequest } from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';

/** The domains that the identity `corp-admin` may look after, and no other. */
export const CORP_DOMAINS = ['acme.example'] as const;

const DIRECTORY = join(packageRoot, 'cli', 'up', 'demo', 'policies');

/** The demo's documents, as one set to apply. */
export function demoPolicies(): ApplyRequest[] {
  const actor = { onBehalfOf: 'the demo', comment: 'as the demo needs it' };
  const options = { expectRevision: undefined, dryRun: false, actor };
  return [
    { part: { $case: 'options', value: options } },
    ...readdirSync(DIRECTORY)
      .sort()
      .map((name): ApplyRequest => {
        const content = readFileSync(join(DIRECTORY, name));
        const domain = name === 'everyone-else.yaml' ? '*' : name.replace(/\.yaml$/, '');
        return { part: { $case: 'file', value: { name, content, documents: [domain] } } };
      }),
  ];
}
