export { checkKeys } from './check-keys.js';
export { keyRingFile } from './config.js';
export { openHeld, sealHeld } from './held.js';
export { type KeyRing, keyRing, type Sealed } from './key-ring.js';
export { formatKey, type NamedKey, readKeys } from './read-keys.js';
