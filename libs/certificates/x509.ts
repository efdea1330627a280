// The library's dependency injection needs the polyfill before it loads.
import 'reflect-metadata';

import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

// Some library brings the types of a browser, where this type is a different one.
x509.cryptoProvider.set(webcrypto as unknown as typeof globalThis.crypto);

export { x509 };
