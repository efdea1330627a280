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
import { authorOf, revisionFromWire } from './policy-from-wire.js';
import type { ReadSet, SetReader } from './read-set.js';
import { streamProgress } from './stream-progress.js';

/** Each file is authorized by the document names it is sent under. The options touch no document. */
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
        yield* streamProgress(async (report) => {
          const checked = checkFor(ports, context, 'while-there');
          return { part: outcomeToWire(await apply(request, checked, report)) };
        }, context.signal);
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
