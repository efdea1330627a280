import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { caseArbitrary, findMismatches, LOGINS_A_SET } from './compare.js';

// Tries what serves against the judge: node dist/libs/policy/judge/fuzz.js --cases N --seed S
const { values } = parseArgs({
  options: { cases: { type: 'string', default: '20000' }, seed: { type: 'string', default: '1' } },
});
const cases = Number(values.cases);
const seed = Number(values.seed);
if (!Number.isSafeInteger(cases) || cases < 1 || !Number.isSafeInteger(seed)) {
  throw new Error('--cases and --seed are integers');
}

const SHOWN = 3;
let tried = 0;
let mismatches = 0;
fc.assert(
  fc.property(caseArbitrary, ([documents, logins]) => {
    const left = logins.slice(0, cases - tried);
    tried += left.length;
    for (const mismatch of findMismatches(documents, left)) {
      mismatches += 1;
      if (mismatches <= SHOWN) console.log(JSON.stringify(mismatch, null, 1));
    }
  }),
  { seed, numRuns: Math.ceil(cases / LOGINS_A_SET) },
);
console.log(`cases=${tried} mismatches=${mismatches} seed=${seed}`);
process.exitCode = mismatches === 0 ? 0 : 1;
