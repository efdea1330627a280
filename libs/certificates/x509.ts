// The library's dependency injection wants the polyfill to be there before it loads.
import 'reflect-metadata';

import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

// Some library brings the types of a browser along, in which this is another one.
x509.cryptoProvider.set(webcrypto as unknown as typeof globalThis.crypto);

export { x509 };
