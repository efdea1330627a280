import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { samlImport } from '../../../commands/saml/import.js';
import { samlMetadata } from '../../../commands/saml/metadata.js';
import { samlSet } from '../../../commands/saml/set.js';
import { samlValidate } from '../../../commands/saml/validate.js';
import type { CommandSpec } from '../../../define-command.js';
import { CliError } from '../../../output/exit.js';
import { createOutput } from '../../../output/output.js';
import type { Session } from '../../../session/session.js';

/** Sets a domain up for single sign-on with the commands of docs/saml.md. */
export function setUpDomain(
  session: Session,
  domain: string,
  of: { readonly acsUrls: Readonly<Record<string, string>>; readonly metadata: string },
): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'gatepost-demo-'));
  const file = join(dir, 'idp-metadata.xml');
  const addresses = Object.entries(of.acsUrls).map(([name, url]) => `acs_urls.${name}=${url}`);
  const steps = async () => {
    writeFileSync(file, of.metadata);
    await run(samlSet, session, [domain, ...addresses]);
    await run(samlImport, session, [domain, file]);
    await run(samlValidate, session, [domain]);
  };
  return steps().finally(() => rmSync(dir, { recursive: true, force: true }));
}

/** The output of `saml metadata`. */
export function metadataOf(session: Session, domain: string): Promise<string> {
  return run(samlMetadata, session, [domain]);
}

/** Runs one command as if it were typed; resolves to its output. */
async function run<O extends object>(
  command: CommandSpec<O>,
  session: Session,
  args: readonly string[],
): Promise<string> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const out = createOutput({ json: false, stdout, stderr });
  const exit = (await command.run({ ...session, out }, args, {} as O)) ?? 0;
  const printed = String(stdout.read() ?? '');
  if (exit !== 0) throw new CliError(`${args[0]} is not set up as the demo needs it:\n${printed}`);
  return printed;
}
