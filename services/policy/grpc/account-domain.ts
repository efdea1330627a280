import { RequestReader } from '../../../libs/grpc/requests/request-reader.js';

/** The domain a request touches. @throws GatepostError INVALID_ARGUMENT naming the field */
export function accountDomain(field: string, account: string): string {
  const reader = new RequestReader();
  const { domain } = reader.account(field, account);
  reader.finish();
  return domain;
}
