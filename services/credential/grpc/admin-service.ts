import { CredentialAdminServiceService } from '../../../libs/gen/gatepost/credential/v1/credential.js';
import {
  CHANGES,
  dangerous,
  defineService,
  HELPS,
  type Service,
  SHOWS,
  sparing,
} from '../../../libs/grpc/index.js';
import {
  aboutAccount,
  aboutAccountIfNamed,
  ofAccount,
  ofAccountOrAddress,
  ofAccountOrDomain,
  ofDomain,
  throttleHandlers,
} from '../../../libs/grpc/requests/index.js';
import type { ThrottleRecord } from '../ports.js';
import { type AccountHandlerParts, accountHandlers } from './account-handlers.js';
import { type BackendHandlerParts, backendHandlers } from './backend-handlers.js';
import { ofAccounts, ofBackend } from './domains.js';
import { importHandlers } from './import-handlers.js';

/** CredentialAdminService, for administrators. */
export function credentialAdminService(
  parts: AccountHandlerParts & BackendHandlerParts & { readonly throttleRecord: ThrottleRecord },
): Service {
  return defineService(CredentialAdminServiceService, {
    handlers: {
      ...accountHandlers(parts),
      ...importHandlers(parts),
      ...backendHandlers(parts),
      ...throttleHandlers({ throttles: parts.throttleRecord }),
    },
    domainOf: {
      createAccount: ofAccount,
      setPassword: ofAccount,
      importPasswordHash: ofAccount,
      importAccounts: ofAccounts,
      listAccounts: ofDomain,
      createAppPassword: ofAccount,
      listAppPasswords: ofAccount,
      revokeAppPassword: ofAccount,
      setBackend: ofBackend,
      getBackend: ofDomain,
      testBackend: ofDomain,
      listThrottles: ofAccountOrDomain,
      clearThrottle: ofAccountOrAddress,
    },
    administer: {
      createAccount: dangerous(CHANGES, aboutAccount),
      setPassword: dangerous(HELPS, aboutAccount),
      listAccounts: SHOWS,
      createAppPassword: dangerous(HELPS, aboutAccount),
      listAppPasswords: SHOWS,
      revokeAppPassword: dangerous(HELPS, aboutAccount),
      getBackend: SHOWS,
      listThrottles: SHOWS,
      clearThrottle: sparing(HELPS, aboutAccountIfNamed),
    },
  });
}
