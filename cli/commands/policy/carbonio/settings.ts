import { parse } from 'yaml';
import * as z from 'zod';
import { parseDomain } from '../../../../libs/names/domain.js';
import { CliError, EXIT } from '../../../output/exit.js';
import { flag, policy, ranges } from './values.js';

/** The services that Carbonio Auth and Zextras Auth distinguish. */
const FIELD_SERVICES = [
  ...['Cli', 'Dav', 'EAS', 'Imap', 'MobileApp', 'DesktopApp', 'Pop3', 'Smtp'],
  ...['WebAdminUI', 'WebUI', 'ZmWebUI'],
] as const;

const service = z.strictObject({
  /**
   * 0: no second factor. 1: required unless the address is trusted. 2: required unless the device
   * is.
   */
  '2fa_policy': policy,
  trusted_ip_range: ranges,
  ip_can_change: flag.default(true),
});

const days = z.int().min(1).max(3650).optional();

const scope = z.strictObject({
  trusted_ip_expiration_days: days,
  trusted_device_expiration_days: days,
  services: z.partialRecord(z.enum(FIELD_SERVICES), service),
});

const settings = z.strictObject({
  global: scope.optional(),
  domains: z
    .record(
      z.string().refine((name) => parseDomain(name).ok, { error: 'is no domain' }),
      scope,
    )
    .default({}),
});

export type ServiceSettings = z.infer<typeof service>;
export type Scope = z.infer<typeof scope>;
export type Settings = z.infer<typeof settings>;

/** Reads the settings, as YAML or JSON. @throws CliError that names each wrong field */
export function readSettings(text: string, file: string): Settings {
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    throw new CliError(`${file}: ${(error as Error).message}`, EXIT.finding);
  }
  const read = settings.safeParse(value);
  if (read.success) return read.data;
  const lines = read.error.issues.map(({ path, message }) => {
    return `${file}: ${path.join('.') || 'the file'}: ${message}`;
  });
  throw new CliError(lines.join('\n'), EXIT.finding);
}
