import { CliError, EXIT } from '../../output/exit.js';

const MOST_BYTES = 256 * 1024 * 1024;
/** The time until the answer begins. */
const TIMEOUT_MS = 15_000;

/**
 * Fetches a metadata document from an address, which must be https and may not redirect elsewhere;
 * at most 256 MiB, with an answer within 15 s. The server's certificate is checked as Node does
 * (`NODE_EXTRA_CA_CERTS` adds an authority).
 */
export async function* fetchMetadata(address: string): AsyncGenerator<Uint8Array> {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'https:') fail(address, 'not an https address');
  const call = new AbortController();
  const timer = setTimeout(() => call.abort(), TIMEOUT_MS);
  try {
    const answer = await fetch(url as URL, {
      redirect: 'error',
      signal: call.signal,
      headers: { accept: 'application/samlmetadata+xml, application/xml;q=0.9' },
    });
    if (!answer.ok) fail(address, `the server answers ${answer.status}`);
    let size = 0;
    for await (const part of answer.body ?? []) {
      timer.refresh();
      size += part.byteLength;
      if (size > MOST_BYTES) fail(address, 'larger than 256 MiB');
      yield part;
    }
  } catch (error) {
    if (error instanceof CliError) throw error;
    const { name, cause, message } = error as Error;
    const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? message;
    fail(address, name === 'AbortError' ? 'no answer within 15 seconds' : code);
  } finally {
    clearTimeout(timer);
  }
}

function fail(address: string, why: string): never {
  throw new CliError(`${address} cannot be fetched (${why})`, EXIT.usage);
}
