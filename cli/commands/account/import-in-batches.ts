import type {
  AccountImported,
  AccountToImport,
  ImportAccountsResponse,
} from '../../../libs/gen/gatepost/credential/v1/credential.js';
import type { AccountLine } from '../../input/account-files/account-line.js';

const BATCH = 100;
/** Smaller, because passwords in the clear are hashed during the call. */
const BATCH_IN_THE_CLEAR = 10;
const AT_ONCE = 4;

const IN_THE_CLEAR = /^\{(?:PLAIN|CLEAR|CLEARTEXT)(?:\.[A-Z0-9]+)?\}/i;

/**
 * Sends accounts in batches, a few at a time. If it stops, what was sent stays imported; to
 * continue, send all of them again.
 */
export async function importInBatches(
  lines: readonly AccountLine[],
  how: {
    readonly signal: AbortSignal;
    readonly send: (accounts: AccountToImport[]) => Promise<ImportAccountsResponse>;
    readonly done: (line: AccountLine, imported: AccountImported) => void;
    readonly progress: (done: number) => void;
  },
): Promise<void> {
  const batches = batchesOf(lines);
  let done = 0;
  async function work(): Promise<void> {
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
      how.signal.throwIfAborted();
      const { accounts } = await how.send(batch.map(({ account, hash }) => ({ account, hash })));
      for (const [index, line] of batch.entries()) {
        const imported = accounts[index];
        if (imported !== undefined) how.done(line, imported);
      }
      done += batch.length;
      how.progress(done);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

function batchesOf(lines: readonly AccountLine[]): AccountLine[][] {
  const isClear = ({ hash }: AccountLine) => IN_THE_CLEAR.test(hash.toString('latin1'));
  return [
    ...inParts(
      lines.filter((line) => !isClear(line)),
      BATCH,
    ),
    ...inParts(lines.filter(isClear), BATCH_IN_THE_CLEAR),
  ];
}

function inParts<T>(list: readonly T[], size: number): T[][] {
  const count = Math.ceil(list.length / size);
  return Array.from({ length: count }, (_, i) => list.slice(i * size, (i + 1) * size));
}
