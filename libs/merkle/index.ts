export {
  type Checkpoint,
  openCheckpoint,
  readCheckpoint,
  type SignedCheckpoint,
  signCheckpoint,
} from './checkpoint.js';
export { ERASURE_TYPE, erasedBy } from './erasure.js';
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
  HASH_SIZE,
  type Hash,
  hashChildren,
  hashEvent,
  hashLeaf,
  SALT_SIZE,
  sameHash,
} from './hash.js';
export { formatRanges, parseRanges, rangesOf, subtractRanges } from './index-ranges.js';
export { type Note, NoteError, type NoteSignature, openNote, parseNote, signNote } from './note.js';
export {
  formatVerifierKey,
  type NoteSigner,
  type NoteVerifier,
  noteSigner,
  noteVerifier,
  parseVerifierKey,
} from './note-keys.js';
export { checkProof, formatProof, type ProofFile, parseProof } from './proof-file.js';
export { completeNodes, consistencyRanges, inclusionRanges, type LeafRange } from './ranges.js';
export { rootFromInclusion, verifyConsistency, verifyInclusion } from './verify-proof.js';
export {
  createRecordVerifier,
  type Finding,
  type RecordedLeaf,
  type RecordReport,
  type RecordVerifier,
} from './verify-record.js';
