export {
  openCheckpoint,
  readCheckpoint,
  type SignedCheckpoint,
  signCheckpoint,
} from './checkpoint.js';
export { type Cosignature, openCosignatures } from './cosignature.js';
export { ERASURE_TYPE } from './erasure.js';
export {
  appendLeaves,
  EMPTY_FRONTIER,
  type Frontier,
  foldRight,
  type NodeId,
  packHashes,
  peakCount,
  rootOf,
  unpackHashes,
} from './frontier.js';
export {
  emptyRoot,
  type Hash,
  hashEvent,
  hashLeaf,
  SALT_SIZE,
  sameHash,
} from './hash.js';
export { formatRanges, parseRanges, rangesOf, subtractRanges } from './index-ranges.js';
export { NoteError, openNote, signNote } from './note.js';
export {
  formatVerifierKey,
  type NoteVerifier,
  noteSigner,
  parseVerifierKey,
  parseWitnessKey,
} from './note-keys.js';
export { checkProof, formatProof, parseProof } from './proof-file.js';
export { completeNodes, consistencyRanges, inclusionRanges, type LeafRange } from './ranges.js';
export {
  createTimesVerifier,
  isWithin,
  TIME_TOLERANCE_MS,
  type TimesReport,
  type TimeWindow,
} from './recording-times.js';
export { verifyConsistency, verifyInclusion } from './verify-proof.js';
export {
  createRecordVerifier,
  type Finding,
  type RecordedLeaf,
  type RecordReport,
} from './verify-record.js';
