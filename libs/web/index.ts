export { type ClientAddresses, clientAddresses } from './client-address.js';
export { chooseLanguage } from './language.js';
export { goTo, show } from './render.js';
export { contentSecurityPolicy, SECURITY_HEADERS, securityHeaders } from './security-headers.js';
export { serveHttp } from './serve.js';
export { createSigner, type Signer } from './signed.js';
