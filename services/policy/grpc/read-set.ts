import { invalidArgument, resourceExhausted } from '../../../libs/errors/index.js';
import type { SourceFile } from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { ALL_DOMAINS, type CallContext } from '../../../libs/grpc/index.js';
import { RequestReader } from '../../../libs/grpc/requests/request-reader.js';
import type { SourceText } from '../core/read-sources.js';
import { documentName } from './documents-from-wire.js';
import { quotaOwnerOf } from './quota-owner.js';

export const FILE_OCTETS = 1024 * 1024;

/** Limits in octets: for one set, for the sets of one caller in progress, and for all. */
interface Room {
  readonly set: number;
  readonly one: number;
  readonly all: number;
}

/** For callers who may touch every document, and for all domain administrators together. */
const EVERYTHING: Room = { set: 512 * FILE_OCTETS, one: 512 * FILE_OCTETS, all: 512 * FILE_OCTETS };
const OWN_DOMAINS: Room = { set: 4 * FILE_OCTETS, one: 8 * FILE_OCTETS, all: 64 * FILE_OCTETS };

/** What a file or a name costs in memory besides its text, in octets. */
const OVERHEAD = 256;

type Part<Options> =
  | { readonly $case: 'options'; readonly value: Options }
  | { readonly $case: 'file'; readonly value: SourceFile }
  | undefined;

export interface ReadSet<Options> {
  readonly options: Options;
  readonly sources: readonly SourceText[];
}

/** Reads sets from conversations: options first, then files. */
export interface SetReader {
  /**
   * Yields what `work` makes of a set. The set's octets count until `work` ends.
   *
   * @throws GatepostError INVALID_ARGUMENT for a set that is out of order, too large, or names a document twice;
   * RESOURCE_EXHAUSTED if the sets of other callers leave no room
   */
  read<Options, Answer>(
    requests: AsyncIterable<{ readonly part?: Part<Options> | undefined }>,
    context: CallContext,
    work: (set: ReadSet<Options>) => AsyncGenerator<Answer>,
  ): AsyncGenerator<Answer>;
}

/**
 * A reader that bounds the octets of each set and of all sets in progress. Callers who may apply everything have a
 * separate bound.
 */
export function createSetReader({
  everything = EVERYTHING,
  ownDomains = OWN_DOMAINS,
} = {}): SetReader {
  const held = new Map<Room | string, number>();
  const add = (whose: Room | string, octets: number) => {
    const all = (held.get(whose) ?? 0) + octets;
    if (all === 0) held.delete(whose);
    else held.set(whose, all);
  };
  return {
    async *read(requests, context, work) {
      const room = context.grant.allowsDomains(ALL_DOMAINS) ? everything : ownDomains;
      const owner = quotaOwnerOf(context);
      let octets = 0;
      const hold = (more: number) => {
        if (octets + more > room.set) {
          throw invalidArgument('file', `a set has at most ${room.set} octets`);
        }
        const [own, all] = [held.get(owner) ?? 0, held.get(room) ?? 0];
        if (own + more > room.one || all + more > room.all) {
          throw resourceExhausted('too many documents are being applied at once');
        }
        octets += more;
        add(owner, more);
        add(room, more);
      };
      try {
        yield* work(await readSet(requests, hold));
      } finally {
        add(owner, -octets);
        add(room, -octets);
      }
    },
  };
}

async function readSet<Options>(
  requests: AsyncIterable<{ readonly part?: Part<Options> | undefined }>,
  hold: (octets: number) => void,
): Promise<ReadSet<Options>> {
  let options: Options | undefined;
  const sources: SourceText[] = [];
  const fileOf = new Map<string, string>();
  for await (const { part } of requests) {
    if (part?.$case === 'options' && options === undefined) options = part.value;
    else if (part?.$case === 'file' && options !== undefined) {
      const { name, content, documents } = part.value;
      hold(content.length + name.length + OVERHEAD * (1 + documents.length));
      const source = sourceFromWire(part.value);
      refuseTwice(source, fileOf);
      sources.push(source);
    } else throw invalidArgument('part', 'options are sent once and first, then files');
  }
  if (options === undefined) throw invalidArgument('options', 'are missing');
  if (sources.length === 0) throw invalidArgument('file', 'at least one is needed');
  return { options, sources };
}

/** Refuses a document that comes twice. Otherwise it would be refused only after the whole set was checked. */
function refuseTwice({ file, documents }: SourceText, fileOf: Map<string, string>): void {
  documents.forEach((name, index) => {
    const other = fileOf.get(name);
    if (other !== undefined) {
      const field = `file.documents[${index}]`;
      throw invalidArgument(field, `${file}: ${name} is in the set already, in ${other}`);
    }
    fileOf.set(name, file);
  });
}

function sourceFromWire({ name, content, documents }: SourceFile): SourceText {
  const reader = new RequestReader();
  reader.text('file.name', name, { min: 1, max: 1024 });
  reader.bytes('file.content', content, { max: FILE_OCTETS });
  const names = documents.map((one, index) =>
    documentName(reader, `file.documents[${index}]`, one),
  );
  const text = utf8(content);
  if (text === undefined) reader.refuse('file.content', 'not valid UTF-8');
  reader.finish();
  return { file: name, text: text ?? '', documents: names };
}

function utf8(content: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return undefined;
  }
}
