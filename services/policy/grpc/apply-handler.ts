import { PassThrough } from 'node:stream';
import type {
  ApplyOptions,
  ApplyRequest as WireRequest,
  ApplyResponse as WireResponse,
} from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { type CallContext, type Domains, NO_DOMAIN } from '../../../libs/grpc/index.js';
import { type ApplyPorts, type ApplyRequest, apply } from '../commands/apply/apply.js';
import { outcomeToWire } from './apply-outcome.js';
import { checkFor, type Shared } from './check-for.js';
import { domainsOfDocuments } from './documents-from-wire.js';
import { keepTelling } from './keep-telling.js';
import { authorOf, revisionFromWire } from './policy-from-wire.js';
import type { ReadSet, SetReader } from './read-set.js';

/** Progress is told at most so often. */
const PROGRESS_MS = 100;

const BEGUN: WireResponse = {
  part: { $case: 'progress', value: { phase: 'read', done: 0n, total: 0n } },
};

/** Each file is authorized by the names it is sent under; the options touch no document. */
export function domainsOfApply({ part }: WireRequest): Domains {
  if (part?.$case !== 'file') return NO_DOMAIN;
  return domainsOfDocuments('file.documents', part.value.documents);
}

/** The Apply RPC: receives a set, reports progress, and answers with the outcome. */
export function applyHandler(ports: Shared<ApplyPorts>, sets: SetReader) {
  return {
    converse: (requests: AsyncIterable<WireRequest>, context: CallContext) =>
      sets.read<ApplyOptions, WireResponse>(requests, context, async function* (set) {
        const request = requestOf(set, context);
        const answers = new PassThrough({ objectMode: true });
        let toldAt = Number.NEGATIVE_INFINITY;
        let told = '';
        const applying = apply(
          request,
          checkFor(ports, context, 'while-there'),
          (phase, done, total) => {
            // A change that waits for another one is not made for somebody who has left.
            if (phase === 'wait') context.signal.throwIfAborted();
            const recently = performance.now() - toldAt < PROGRESS_MS;
            if (phase === told && recently && (done < total || total === 0)) return;
            toldAt = performance.now();
            told = phase;
            const value = { phase, done: BigInt(done), total: BigInt(total) };
            answers.write({ part: { $case: 'progress', value } } satisfies WireResponse);
          },
        ).finally(() => answers.end());
        // Whoever leaves the loop below early has gone; what is being committed is or is not.
        applying.catch(() => {});
        yield* keepTelling(answers as AsyncIterable<WireResponse>, (last) => last ?? BEGUN);
        yield { part: outcomeToWire(await applying) };
      }),
  };
}

function requestOf(
  { options, sources }: ReadSet<ApplyOptions>,
  context: CallContext,
): ApplyRequest {
  return {
    ...authorOf(options.actor, context, 'options.actor'),
    sources,
    withdrawn: [],
    expectRevision: revisionFromWire('options.expect_revision', options.expectRevision),
    dryRun: options.dryRun,
  };
}
