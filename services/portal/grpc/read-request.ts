import { RequestReader } from '../../../libs/grpc/wire/request-reader.js';

/** Reads a request whole: what is wrong with it is told at once. */
export function readRequest<T>(read: (reader: RequestReader) => T): T {
  const reader = new RequestReader();
  const value = read(reader);
  reader.finish();
  return value;
}
