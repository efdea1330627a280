import { readFileSync } from 'node:fs';
import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData } from '@grpc/grpc-js';

// node echo-process.js '<files of ca, cert and key>': the lowest cost of a unary call with this transport.

const files = JSON.parse(process.argv[2] ?? '{}') as { ca: string; cert: string; key: string };
const same = (octets: Buffer) => octets;
const shared = { requestStream: false, responseStream: false } as const;
const codec = { requestSerialize: same, requestDeserialize: same } as const;
const server = new Server();
server.addService(
  {
    say: {
      ...{ path: '/bench.Echo/Say', ...shared, ...codec },
      ...{ responseSerialize: same, responseDeserialize: same },
    },
  },
  {
    say: (call: ServerUnaryCall<Buffer, Buffer>, answer: sendUnaryData<Buffer>) =>
      answer(null, call.request),
  },
);
const credentials = ServerCredentials.createSsl(
  readFileSync(files.ca),
  [{ cert_chain: readFileSync(files.cert), private_key: readFileSync(files.key) }],
  true,
);
server.bindAsync('127.0.0.1:0', credentials, (error, port) => {
  if (error !== null) throw error;
  process.send?.(port);
});
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.((user + system) / 1e6);
});
process.once('disconnect', () => process.exit(0));
