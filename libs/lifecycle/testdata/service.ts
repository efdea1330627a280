import { runSample } from './sample.js';

await runSample('sample');
