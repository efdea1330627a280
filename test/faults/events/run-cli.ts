import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../../../libs/config/index.js';

/** Runs the command line on an installation, as a person does. */
export function gatepost(
  home: string,
  ...args: string[]
): Promise<{ code: number; output: string }> {
  const main = join(packageRoot, 'dist', 'cli', 'main.js');
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args, '--home', home], (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), output: `${stdout}${stderr}` });
    });
  });
}
