import fc from 'fast-check';
import { suiteSeed } from './seed.js';

// Before each file: a property that names no seed of its own draws its cases from the run's.
fc.configureGlobal({ seed: suiteSeed() });
