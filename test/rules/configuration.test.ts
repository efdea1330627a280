import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { describeSettings, type Setting } from '../../libs/config/describe-settings.js';
import { packageRoot } from '../../libs/config/index.js';
import { baseSettings } from '../../libs/service/index.js';
import { auditSettings } from '../../services/audit/config.js';
import { consoleSettings } from '../../services/console/config.js';
import { credentialSettings } from '../../services/credential/config.js';
import { edgeSettings } from '../../services/edge/config.js';
import { noticeSettings } from '../../services/notice/config.js';
import { otpSettings } from '../../services/otp/config.js';
import { passkeySettings } from '../../services/passkey/config.js';
import { settings as policySettings } from '../../services/policy/config.js';
import { portalSettings } from '../../services/portal/config.js';
import { samlSettings } from '../../services/saml/config.js';
import { settings as trustStoreSettings } from '../../services/trust-store/config.js';

const SERVICES = {
  policy: policySettings,
  credential: credentialSettings,
  otp: otpSettings,
  passkey: passkeySettings,
  saml: samlSettings,
  'trust-store': trustStoreSettings,
  audit: auditSettings,
  edge: edgeSettings,
  portal: portalSettings,
  notice: noticeSettings,
  console: consoleSettings,
};

const base = describeSettings(z.strictObject(baseSettings([])));
const own = Object.entries(SERVICES).map(([service, schema]) => {
  const known = new Set(base.map(({ name }) => name));
  return { service, settings: describeSettings(schema).filter(({ name }) => !known.has(name)) };
});

const INTRODUCTION = `# Configuration

Each service reads one YAML file: \`node dist/services/<service>/main.js --config <file>\`. The whole file is
checked before anything starts. If a key is unknown or missing, or a value is invalid, the process names file,
line and column, and exits. Relative paths start at the file's own directory. A duration is an integer and one of
\`ms s m h d\`. Secrets are in files of their own; nothing is read from the environment. The TLS files and the
allow-list are read again within two seconds of a change. If a changed file is incomplete, the old contents stay
in force. All other changes need a restart. A setting without a default is required; \`-\` means that it may be left
out.

Working examples are in \`deploy/config\`. This page is generated from the services' own schemas.`;

function table(settings: readonly Setting[]): string {
  const cell = (text: string) => text.replaceAll('|', '\\|');
  const rows = settings.map(({ name, type, usual, meaning }) => {
    const shown = usual === undefined ? '' : usual === '-' ? '-' : `\`${usual}\``;
    return `| \`${name}\` | ${cell(type)} | ${cell(shown)} | ${cell(meaning)} |`;
  });
  return ['| setting | type | default | meaning |', '|---|---|---|---|', ...rows].join('\n');
}

// To update: npx vitest run test/rules/configuration.test.ts -u
it('matches docs/configuration.md', async () => {
  const page = [
    INTRODUCTION,
    `## Every service\n\nedge and console have neither \`database\` nor \`nats\`.\n\n${table(base)}`,
    ...own.map(({ service, settings }) => `## ${service}\n\n${table(settings)}`),
  ];
  const file = join(packageRoot, 'docs', 'configuration.md');
  await expect(`${page.join('\n\n')}\n`).toMatchFileSnapshot(file);
});

it('says what each setting means', () => {
  const all = [...base, ...own.flatMap(({ settings }) => settings)];
  expect(all.filter(({ meaning }) => meaning === '')).toEqual([]);
});
