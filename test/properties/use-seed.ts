import fc from 'fast-check';
import { suiteSeed } from './seed.js';

// Runs before each file: properties without a seed of their own use the run's.
fc.configureGlobal({ seed: suiteSeed() });
