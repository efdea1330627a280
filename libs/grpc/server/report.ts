import type { ErrorCode, GatepostError } from '../../errors/index.js';
import type { Span } from '../../telemetry/index.js';
import type { LiveCall } from './live-call.js';

/** Counts a call, or a message of a stream, that has ended. Logs it if it is worth a line. */
export function reportEnd(
  call: LiveCall,
  end: { arrived: number; span: Span; error?: GatepostError },
): void {
  const { method, parts } = call;
  const { arrived, span, error } = end;
  span.end(error?.code ?? 'OK');
  parts.metrics.serverCall({
    service: method.serviceName,
    method: method.name,
    code: error?.code ?? 'OK',
    seconds: (performance.now() - arrived) / 1000,
  });
  if (error === undefined) return;
  const fields = { rpc: method.rpc, caller: call.caller, error };
  parts.log[levelOf(error.code)](`${method.name}: ${error.code}`, fields);
}

function levelOf(code: ErrorCode): 'error' | 'warn' | 'debug' {
  switch (code) {
    case 'INTERNAL':
    case 'DATA_LOSS':
      return 'error';
    case 'UNAVAILABLE':
    case 'DEADLINE_EXCEEDED':
    case 'RESOURCE_EXHAUSTED':
    case 'UNAUTHENTICATED':
    case 'PERMISSION_DENIED':
      return 'warn';
    case 'CANCELLED':
    case 'INVALID_ARGUMENT':
    case 'NOT_FOUND':
    case 'ALREADY_EXISTS':
    case 'FAILED_PRECONDITION':
    case 'ABORTED':
    case 'OUT_OF_RANGE':
    case 'UNIMPLEMENTED':
      return 'debug';
    default:
      return code satisfies never;
  }
}
