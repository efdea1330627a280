export {
  type Certificates,
  ensureCertificate,
  ensureCertificates,
  type TlsFilePaths,
} from './ensure.js';
export { type Identity, makeIdentity, parseIdentity, ROLES, type Role } from './identity-uri.js';
export { issueAuthority, issueLeaf, type Pair } from './issue.js';
export { type KeyPair, makeSelfSigned } from './self-signed.js';
export { type PairFiles, readPair, writePair } from './store.js';
