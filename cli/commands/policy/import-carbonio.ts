import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineCommand } from '../../define-command.js';
import { CliError, EXIT } from '../../output/exit.js';
import { readSettings } from './carbonio/settings.js';
import { documentFrom } from './carbonio/to-document.js';

export const policyImportCarbonio = defineCommand<{ out?: string }>({
  usage: 'carbonio <file>',
  about: 'Turn the settings of Carbonio Auth or Zextras Auth into policy documents.',
  details: `The file is YAML or JSON: "global" and "domains.<domain>", each with "services" (by service: 2fa_policy,
trusted_ip_range, ip_can_change) and trusted_ip_expiration_days, trusted_device_expiration_days. Comments in the
documents say where the meaning differs. Nothing is applied: read the documents, then "policy validate", "policy
rehearse" and "policy apply" them. To see the settings: "carbonio auth policy list global", "carbonio auth policy list
domain <domain>" and "carbonio auth policy trustedDevice getExpiration global" ("zxsuite auth …" in Zextras Auth).
Write their output into the file. Values may be copied as they are: 2fa_policy 0, 1, 2 or no_2fa, ip_2fa, device_2fa;
ranges as a list or with commas, by any address in them.`,
  options: [{ flags: '--out <dir>', about: 'write a file for each domain there' }],
  examples: [
    'policy import carbonio settings.yaml',
    'policy import carbonio settings.json --out policies/',
  ],
  async run({ out }, [file = ''], { out: dir }) {
    const { global, domains } = readSettings(readText(file), file);
    const scopes = global === undefined ? domains : { '*': global, ...domains };
    const documents = Object.entries(scopes).map(([domain, scope]) => {
      return { domain, text: documentFrom(domain, scope) };
    });
    if (dir !== undefined) {
      for (const { domain, text } of documents) {
        writeFileSync(join(dir, `${domain === '*' ? 'everyone-else' : domain}.yaml`), text);
      }
    }
    out.result(documents, () =>
      dir === undefined
        ? documents.map(({ text }) => text).join('---\n')
        : `${documents.length} documents written to ${dir}`,
    );
    return undefined;
  },
});

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new CliError(`${file} cannot be read (${why})`, EXIT.usage);
  }
}
