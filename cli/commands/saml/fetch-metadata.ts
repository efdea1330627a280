import { withinAbortScope } from '../../../libs/clock/index.js';
import { CliError, EXIT } from '../../output/exit.js';

const MOST_BYTES = 2 * 1024 * 1024;
const PATIENCE_MS = 15_000;

/**
 * A metadata document by its address, which must be https and stay there; at most 2 MiB, within 15 s.
 * Certificates of the server are checked as Node does (`NODE_EXTRA_CA_CERTS` for an authority of one's own).
 */
export async function fetchMetadata(address: string): Promise<Buffer> {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'https:') fail(address, 'not an https address');
  try {
    return await withinAbortScope({ ms: PATIENCE_MS }, async (signal) => {
      const answer = await fetch(url as URL, {
        redirect: 'error',
        signal,
        headers: { accept: 'application/samlmetadata+xml, application/xml;q=0.9' },
      });
      if (!answer.ok) fail(address, `the server answers ${answer.status}`);
      return await readBounded(address, answer);
    });
  } catch (error) {
    if (error instanceof CliError) throw error;
    const { name, cause, message } = error as Error;
    const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? message;
    return fail(address, name === 'TimeoutError' ? 'no answer within 15 seconds' : code);
  }
}

async function readBounded(address: string, answer: Response): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of answer.body ?? []) {
    size += part.byteLength;
    if (size > MOST_BYTES) fail(address, 'larger than 2 MiB');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function fail(address: string, why: string): never {
  throw new CliError(`${address} cannot be fetched (${why})`, EXIT.usage);
}
