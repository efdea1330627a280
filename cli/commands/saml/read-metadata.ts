import { createReadStream } from 'node:fs';
import { CliError, EXIT, usageError } from '../../output/exit.js';
import { readAggregate } from './aggregate.js';
import { fetchMetadata } from './fetch-metadata.js';

/** The largest document that the service reads itself. */
const DOCUMENT_OCTETS = 1024 * 1024;

/**
 * A metadata document from a file, an https address or, for `-`, stdin. A document larger than the
 * service accepts must be a federation's: from it only the requested entity is taken.
 * @throws CliError if it cannot be read, or does not contain the entity
 */
export async function readMetadata(
  source: string,
  { entityId, signedBy }: { readonly entityId: string; readonly signedBy: string },
): Promise<Buffer> {
  const octets = source.includes('://') ? fetchMetadata(source) : readFile(source);
  const begun: Uint8Array[] = [];
  let size = 0;
  while (size <= DOCUMENT_OCTETS) {
    const { value, done } = await octets.next();
    if (done === true) return Buffer.concat(begun);
    begun.push(value);
    size += value.byteLength;
  }
  if (signedBy !== '') {
    await octets.return(undefined);
    throw usageError(
      `${source} is longer than 1 MiB, and its signature is over all of it. Verify it with "xmlsec1 --verify", and ` +
        'import without --signed-by; or fetch the entity alone, by the metadata query service of the federation',
    );
  }
  const { providers, entity } = await readAggregate(decode(chain(begun, octets)), entityId);
  if (entity !== '') return Buffer.from(entity);
  const missing = entityId === '' ? '' : `, and ${entityId} is none of them`;
  throw usageError(
    `${source} holds ${providers.length} identity providers${missing}: name one with --entity-id\n${providers.join('\n')}`,
  );
}

async function* readFile(path: string): AsyncGenerator<Uint8Array> {
  const stream = path === '-' ? process.stdin : createReadStream(path);
  try {
    for await (const part of stream) yield part;
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new CliError(`${path} cannot be read (${why})`, EXIT.usage);
  }
}

async function* chain(
  begun: readonly Uint8Array[],
  rest: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* begun;
  yield* rest;
}

/** Decodes UTF-8, or UTF-16 with a byte order mark. */
async function* decode(octets: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  try {
    for await (const part of octets) {
      decoder ??= new TextDecoder(encodingOf(part), { fatal: true });
      yield decoder.decode(part, { stream: true });
    }
    yield decoder?.decode() ?? '';
  } catch (error) {
    if (error instanceof TypeError) throw usageError('the metadata is neither UTF-8 nor UTF-16');
    throw error;
  }
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
