import { PassThrough } from 'node:stream';
import { invalidArgument } from '../../../libs/errors/index.js';
import type {
  ApplyOptions,
  SourceFile,
  ApplyRequest as WireRequest,
  ApplyResponse as WireResponse,
} from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { type CallContext, type Domains, NO_DOMAIN } from '../../../libs/grpc/index.js';
import { RequestReader } from '../../../libs/grpc/wire/request-reader.js';
import { type ApplyPorts, type ApplyRequest, apply } from '../commands/apply/apply.js';
import type { SourceText } from '../core/read-sources.js';
import { outcomeToWire } from './apply-outcome.js';
import { documentName, domainsOfDocuments } from './documents-from-wire.js';
import { authorOf, revisionFromWire } from './policy-from-wire.js';

const FILE_OCTETS = 1024 * 1024;
const SET_OCTETS = 512 * FILE_OCTETS;
/** Progress is told at most so often. */
const PROGRESS_MS = 100;

/** Each file is authorized by the names it is sent under; the options touch no document. */
export function domainsOfApply({ part }: WireRequest): Domains {
  if (part?.$case !== 'file') return NO_DOMAIN;
  return domainsOfDocuments('file.documents', part.value.documents);
}

export function applyHandler(ports: ApplyPorts) {
  return {
    async *converse(
      requests: AsyncIterable<WireRequest>,
      context: CallContext,
    ): AsyncGenerator<WireResponse> {
      const request = await requestOf(requests, context);
      const answers = new PassThrough({ objectMode: true });
      let toldAt = Number.NEGATIVE_INFINITY;
      const applying = apply(request, ports, (phase, done, total) => {
        if (performance.now() - toldAt < PROGRESS_MS && done < total) return;
        toldAt = performance.now();
        const value = { phase, done: BigInt(done), total: BigInt(total) };
        answers.write({ part: { $case: 'progress', value } } satisfies WireResponse);
      }).finally(() => answers.end());
      // Whoever leaves the loop below early has gone; the change goes on and is committed or not.
      applying.catch(() => {});
      for await (const answer of answers) yield answer as WireResponse;
      yield { part: outcomeToWire(await applying) };
    },
  };
}

async function requestOf(
  requests: AsyncIterable<WireRequest>,
  context: CallContext,
): Promise<ApplyRequest> {
  let options: ApplyOptions | undefined;
  const sources: SourceText[] = [];
  let octets = 0;
  for await (const { part } of requests) {
    switch (part?.$case) {
      case 'options':
        if (options !== undefined) throw invalidArgument('options', 'are sent once, first');
        options = part.value;
        break;
      case 'file':
        if (options === undefined) throw invalidArgument('options', 'are sent once, first');
        octets += part.value.content.length;
        if (octets > SET_OCTETS)
          throw invalidArgument('file', `a set has at most ${SET_OCTETS} octets`);
        sources.push(sourceFromWire(part.value));
        break;
      default:
        throw invalidArgument('part', 'options or a file is needed');
    }
  }
  if (options === undefined) throw invalidArgument('options', 'are missing');
  if (sources.length === 0) throw invalidArgument('file', 'at least one is needed');
  return {
    ...authorOf(options.actor, context, 'options.actor'),
    sources,
    withdrawn: [],
    expectRevision: revisionFromWire('options.expect_revision', options.expectRevision),
    dryRun: options.dryRun,
  };
}

export function sourceFromWire({ name, content, documents }: SourceFile): SourceText {
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
