export { keyRingFile } from './config.js';
export { type Holder, openHeld, sealHeld } from './held.js';
export { type Binding, type KeyRing, keyRing, type Sealed } from './key-ring.js';
export { formatKey, type NamedKey, readKeyFile, readKeys } from './read-keys.js';
