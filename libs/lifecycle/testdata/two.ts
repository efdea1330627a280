import { runSample } from './sample.js';

// Two services that share a process.
await runSample('first');
await runSample('second');
