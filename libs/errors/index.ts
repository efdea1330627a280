export { ERROR_CODES, type ErrorCode } from './codes.js';
export {
  GatepostError,
  toGatepostError,
  type Violation,
} from './gatepost-error.js';
export {
  aborted,
  alreadyExists,
  cancelled,
  deadlineExceeded,
  failedPrecondition,
  internal,
  invalidArgument,
  invalidArguments,
  notFound,
  permissionDenied,
  resourceExhausted,
  unauthenticated,
  unavailable,
  unimplemented,
} from './make.js';
