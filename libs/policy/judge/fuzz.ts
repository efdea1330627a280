import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { caseArbitrary, findMismatches, LOGINS_A_SET } from './compare.js';
import { CASES_A_PAIR, checkMeaning, meaningArbitrary } from './compare-meanings.js';

// Compares the engine with the judge: node dist/libs/policy/judge/fuzz.js --cases N --seed S With
// --of meaning: compares the sentences about a change with the judge, on connections that they
// cover and on others.
const { values } = parseArgs({
  options: {
    of: { type: 'string', default: 'logins' },
    cases: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
  },
});
const cases = Number(values.cases);
const seed = Number(values.seed);
if (!Number.isSafeInteger(cases) || cases < 1 || !Number.isSafeInteger(seed)) {
  throw new Error('--cases and --seed are integers');
}

const SHOWN = 3;
let tried = 0;
let mismatches = 0;

function show(found: readonly object[]): void {
  for (const mismatch of found) {
    mismatches += 1;
    if (mismatches <= SHOWN) console.log(JSON.stringify(mismatch, null, 1));
  }
}

function fuzzLogins(): void {
  fc.assert(
    fc.property(caseArbitrary, ([documents, logins]) => {
      const left = logins.slice(0, cases - tried);
      tried += left.length;
      show(findMismatches(documents, left));
    }),
    { seed, numRuns: Math.ceil(cases / LOGINS_A_SET) },
  );
}

/** Runs until enough connections were tried; those at a time already past do not count. */
function fuzzMeaning(): string {
  let [changed, sentences, pairs] = [0, 0, 0];
  for (let round = 0; tried < cases; round++) {
    const numRuns = Math.min(200, Math.ceil((cases - tried) / CASES_A_PAIR));
    for (const one of fc.sample(meaningArbitrary, { seed: seed + 7919 * round, numRuns })) {
      const checked = checkMeaning(one);
      tried += checked.tried;
      changed += checked.changed;
      sentences += checked.sentences.length;
      pairs += 1;
      show(checked.disputes.map((dispute) => ({ ...dispute, pair: one.pair, now: one.now })));
      if (tried >= cases) break;
    }
  }
  return ` pairs=${pairs} sentences=${sentences} changed=${changed}`;
}

let more = '';
switch (values.of) {
  case 'logins':
    fuzzLogins();
    break;
  case 'meaning':
    more = fuzzMeaning();
    break;
  default:
    throw new Error('--of is logins or meaning');
}
console.log(`cases=${tried} mismatches=${mismatches} seed=${seed}${more}`);
process.exitCode = mismatches === 0 ? 0 : 1;
