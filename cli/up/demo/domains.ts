import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../libs/config/index.js';
import type { ApplyRequest } from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';

/** The only domains that the identity `corp-admin` may administer. */
export const CORP_DOMAINS = ['acme.example'] as const;

/** The domain whose people sign in at the demo's identity provider. */
export const SIGN_ON_DOMAIN = 'campus.example';

const DIRECTORY = join(packageRoot, 'cli', 'up', 'demo', 'policies');

/**
 * The demo's documents, as one set to apply, without the document of `without`, which is set up
 * only if its provider runs.
 */
export function demoPolicies({ without }: { without?: string }): ApplyRequest[] {
  const actor = { onBehalfOf: 'the demo', comment: 'as the demo needs it' };
  const options = { expectRevision: undefined, dryRun: false, actor };
  return [
    { part: { $case: 'options', value: options } },
    ...readdirSync(DIRECTORY)
      .filter((name) => name !== `${without}.yaml`)
      .sort()
      .map((name): ApplyRequest => {
        const content = readFileSync(join(DIRECTORY, name));
        const domain = name === 'everyone-else.yaml' ? '*' : name.replace(/\.yaml$/, '');
        return { part: { $case: 'file', value: { name, content, documents: [domain] } } };
      }),
  ];
}
