import { runCli } from '../../cli/run-cli.js';

export interface CliResult {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** Runs one command line within this process, one at a time, without stdin. */
export async function runCliHere(argv: readonly string[]): Promise<CliResult> {
  const said = { out: '', err: '' };
  const release = [capture(process.stdout, 'out'), capture(process.stderr, 'err')];
  try {
    return { exit: await runCli(argv), ...said };
  } finally {
    for (const each of release) each();
  }

  function capture(stream: NodeJS.WriteStream, to: 'out' | 'err'): () => void {
    const { write } = stream;
    stream.write = (text: string | Uint8Array, ...more: unknown[]) => {
      said[to] += Buffer.from(text as Uint8Array).toString();
      const [done] = more.filter((each) => typeof each === 'function');
      if (done !== undefined) process.nextTick(done as () => void);
      return true;
    };
    return () => {
      stream.write = write;
    };
  }
}
