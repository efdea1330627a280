import type { OptionSpec } from '../../define-command.js';
import type { ActorOptions } from '../../input/common-options.js';
import { readSecret } from '../../input/read-secret.js';

export const PASSWORD_FILE: OptionSpec = {
  flags: '--password-file <path>',
  about: 'read the password from this file; - is stdin',
};

export interface PasswordOptions extends ActorOptions {
  readonly passwordFile?: string;
  readonly password?: boolean;
}

/** Reads a password from the file, from stdin, or from the terminal without an echo. */
export function readPassword(account: string, file: string | undefined): Promise<Buffer> {
  const prompt = `Password of ${account}: `;
  return readSecret({ file, prompt, confirm: true });
}
