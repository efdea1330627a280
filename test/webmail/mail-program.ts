import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const LOGIN_DENIED = 67;

/** curl as a mail program: opens IMAP with account and password, from an address of this machine. */
export async function openMailProgram(
  port: number,
  { account, password }: { account: string; password: string },
  from: string,
): Promise<'let in' | 'refused'> {
  const login = ['-u', `${account}:${password}`, `imap://127.0.0.1:${port}/`];
  try {
    const { stdout } = await promisify(execFile)('curl', [
      ...['-sS', '-m', '30', '--interface', from, ...login],
    ]);
    if (!stdout.includes('INBOX')) throw new Error(stdout);
    return 'let in';
  } catch (error) {
    if ((error as { code?: unknown }).code === LOGIN_DENIED) return 'refused';
    throw error;
  }
}
