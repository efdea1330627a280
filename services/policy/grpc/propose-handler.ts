import { invalidArgument } from '../../../libs/errors/index.js';
import type {
  ProposeRequest,
  ProposeResponse,
} from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import type { CallContext } from '../../../libs/grpc/index.js';
import { RequestReader } from '../../../libs/grpc/requests/request-reader.js';
import { type ProposePart, type ProposePorts, propose } from '../commands/propose.js';
import type { SharedChecker } from '../ports/checker.js';
import { checkFor } from './check-for.js';
import { withKeepalive } from './keepalive.js';
import type { RecordReadLimit } from './record-read-limit.js';
import { changedToWire } from './rehearse-handler.js';

export type ProposeHandlerPorts = Omit<ProposePorts, 'checker'> & {
  readonly checker: SharedChecker;
};

const MOST_LISTED = 1000;

/** The Propose RPC. */
export function proposeHandler(ports: ProposeHandlerPorts, recordReads: RecordReadLimit) {
  return async function* (
    request: ProposeRequest,
    context: CallContext,
  ): AsyncGenerator<ProposeResponse> {
    if (request.since === undefined) throw invalidArgument('since', 'is missing');
    const wanted = { domain: domainOfProposal(request), since: request.since.getTime() };
    let told: ProposePart = { kind: 'progress', done: 0, total: 0 };
    const parts = recordReads.during(context, () =>
      propose(wanted, checkFor(ports, context, 'while-there')),
    );
    for await (const part of withKeepalive(parts, () => told)) {
      if (part.kind === 'progress') told = part;
      yield { part: partToWire(part) };
    }
  };
}

/** A caller who administers the domain may see what its record shows. */
export function domainOfProposal({ domain }: ProposeRequest): string {
  const reader = new RequestReader();
  const named = reader.domain('domain', domain);
  reader.finish();
  return named;
}

function partToWire(part: ProposePart): NonNullable<ProposeResponse['part']> {
  if (part.kind === 'progress') {
    const { done, total } = part;
    return {
      $case: 'progress',
      value: { phase: 'count', done: BigInt(done), total: BigInt(total) },
    };
  }
  return {
    $case: 'proposed',
    value: {
      content: Buffer.from(part.text),
      genuine: BigInt(part.genuine),
      refuses: part.refuses.slice(0, MOST_LISTED).map(changedToWire),
    },
  };
}
