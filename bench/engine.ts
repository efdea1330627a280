import type { Bench, Figures } from './bench.js';
import { casbin } from './engine/casbin.js';
import { cedar } from './engine/cedar.js';
import { type Measured, measure } from './engine/measure.js';
import { manyDomains, manyRanges } from './engine/ours.js';

const ROUNDS = 4000;

export const bench: Bench = {
  about: 'one decision of the policy engine, beside cedar-wasm and casbin',
  async run(tell) {
    tell('compiling 100,000 domains');
    const domains = [1, 1000, 100_000].map(manyDomains);
    tell('compiling 100,000 ranges');
    const ranges = [10, 1000, 100_000].map(manyRanges);
    const subjects = [...domains.map(({ subject }) => subject), ...ranges];
    const others = [cedar(), await casbin()];
    tell('measuring');
    const measured = measure([...subjects, ...others], ROUNDS);
    const ours = measured.slice(0, subjects.length);
    const medians = ours.map(({ medianNs }) => medianNs);
    const first = ours[0] as Measured;
    const figures = measured.map(
      ({ name, medianNs, p99Ns }, index): Figures => ({
        case: name,
        median_ns: Math.round(medianNs),
        p99_ns: Math.round(p99Ns),
        ratio_to_1_domain: Number((medianNs / first.medianNs).toFixed(2)),
        bytes_a_domain: index > 0 ? (domains[index]?.bytesEach ?? '') : '',
      }),
    );
    const spread = (Math.max(...medians) / Math.min(...medians)).toFixed(2);
    return {
      figures,
      notes: [
        `largest median of ours / smallest: ${spread}`,
        'alternating in one run; a sample of ours is the mean of 256 decisions, of theirs one decision',
        'a decision: find the document, match the rules, weigh the factors; names and addresses are parsed before',
      ],
    };
  },
};
