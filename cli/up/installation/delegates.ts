import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import * as z from 'zod';
import { parseYaml } from '../../../libs/config/index.js';
import { parseDomain } from '../../../libs/names/domain.js';
import { writeWhole } from './files.js';
import { IDENTITIES } from './identities.js';

/** An administrator of some domains, with a certificate of their own. */
export interface Delegate {
  /** The end of the SPIFFE URI: `spiffe://gatepost/admin/<name>`. */
  readonly name: string;
  /** Canonical, at least one. */
  readonly domains: readonly string[];
}

const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** Why a name cannot be used; undefined if it can. */
export function nameProblem(name: string): string | undefined {
  if (!NAME.test(name)) return 'must be a short name in lower case: a-z, 0-9 and "-"';
  return IDENTITIES.some((each) => each.name === name)
    ? 'is a name of the installation'
    : undefined;
}

const domain = z.string().transform((text, context) => {
  const parsed = parseDomain(text);
  if (parsed.ok) return parsed.value;
  context.addIssue({ code: 'custom', message: `is not a domain: ${parsed.reason}` });
  return z.NEVER;
});

const name = z.string().superRefine((text, context) => {
  const message = nameProblem(text);
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});

const schema = z.strictObject({
  administrators: z
    .array(z.strictObject({ name, domains: z.array(domain).min(1) }))
    .superRefine((entries, context) => {
      for (const [index, entry] of entries.entries()) {
        if (entries.findIndex((each) => each.name === entry.name) === index) continue;
        const message = 'has an entry already';
        context.addIssue({ code: 'custom', path: [index, 'name'], message });
      }
    }),
});

const HEADER =
  '# Administrators of some domains, each with a certificate of their own. Written by "gatepost access";\n' +
  '# "gatepost up" gives each an entry in the allow-list of every service.\n';

/**
 * The administrators added to an installation; empty if there is no file.
 * @throws ConfigError with line and column
 */
export function readDelegates(home: string): readonly Delegate[] {
  const file = fileIn(home);
  if (!existsSync(file)) return [];
  return parseYaml(readFileSync(file, 'utf8'), { file, schema }).administrators;
}

/** Writes the list of added administrators, readable by its owner only. */
export function writeDelegates(home: string, administrators: readonly Delegate[]): void {
  writeWhole(fileIn(home), HEADER + stringify({ administrators }, { lineWidth: 0 }), 0o600);
}

function fileIn(home: string): string {
  return join(home, 'access.yaml');
}
