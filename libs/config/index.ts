export {
  type Address,
  address,
  duration,
  filePath,
  parseAddress,
  readableFile,
  secretFile,
} from './fields.js';
export { loadConfig } from './load-config.js';
export { compiledFile, packageRoot } from './package-root.js';
export { ConfigError, parseYaml } from './parse-yaml.js';

export { Secret } from './secret.js';
export { serviceSettings } from './service-settings.js';
