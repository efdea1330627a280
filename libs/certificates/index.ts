export { endsAtRoot, readCertificates } from './chain.js';
export {
  type Certificates,
  ensureCertificate,
  ensureCertificates,
  type TlsFilePaths,
} from './ensure.js';
export { makeIdentity, parseIdentity, ROLES, type Role } from './identity-uri.js';
export { issueAuthority, type Pair } from './issue.js';
export { type KeyPair, makeSelfSigned } from './self-signed.js';
