import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCsvLine } from '../../libs/csv/index.js';
import { GatepostError } from '../../libs/errors/index.js';
import { drawBars, drawProgress } from './bars.js';
import { describeError } from './exit-for.js';
import { diffLines } from './line-diff.js';
import { createOutput } from './output.js';
import { formatTable } from './table.js';
import { AsIs, toJson } from './to-json.js';

describe('toJson', () => {
  it('writes values that JSON lacks, in snake_case', () => {
    const value = {
      policyRevision: 7n,
      largest: 2n ** 64n,
      validUntil: new Date(0),
      leafHash: Buffer.from('x'),
      absent: undefined,
      event: new AsIs({ keptAsItIs: 1 }),
    };
    expect(JSON.parse(toJson(value))).toEqual({
      policy_revision: 7,
      largest: '18446744073709551616',
      valid_until: '1970-01-01T00:00:00.000Z',
      leaf_hash: 'eA==',
      event: { keptAsItIs: 1 },
    });
  });
});

describe('tables', () => {
  it('let no foreign text move the cursor', () => {
    expect(formatTable(['a'], [['x\u001b[2Jy\u202ez']])).toBe('A\nx\ufffd[2Jy\ufffdz');
  });
});

describe('bars', () => {
  it('are as long as their count says, and show what is there', () => {
    expect(
      drawBars([
        { count: 48, marked: 24 },
        { count: 24, marked: 24 },
        { count: 1000, marked: 0 },
      ]),
    ).toEqual(['█░', '█', '░'.repeat(24)]);
    expect(drawBars([{ count: 1000, marked: 999 }])).toEqual([`${'█'.repeat(23)}░`]);
    expect(drawBars([])).toEqual([]);
  });

  it('are never wider than 24 characters, nor empty', () => {
    const bar = fc
      .tuple(fc.integer({ min: 1, max: 2 ** 40 }), fc.float({ min: 0, max: 1, noNaN: true }))
      .map(([count, share]) => ({ count, marked: Math.round(count * share) }));
    fc.assert(
      fc.property(fc.array(bar, { minLength: 1 }), (bars) => {
        const drawn = drawBars(bars);
        expect(Math.max(...drawn.map(({ length }) => length))).toBe(24);
        for (const [at, { marked }] of bars.entries()) {
          expect(drawn[at]).toMatch(marked > 0 ? /^█+░*$/ : /^░+$/);
        }
      }),
    );
  });
});

describe('progress', () => {
  it('is a bar of one width, full at the end', () => {
    expect(drawProgress(0, 0)).toBe(`${'█'.repeat(24)} 100 %`);
    expect(drawProgress(1, 3)).toBe(`${'█'.repeat(8)}${'░'.repeat(16)} 33 %`);
    // The record may grow while it is read.
    expect(drawProgress(4, 3)).toBe(`${'█'.repeat(24)} 100 %`);
  });
});

describe('CSV', () => {
  it('keeps the text of a cell, and gives a spreadsheet no formula', () => {
    const cells = ['a,b', 'say "hi" now', 'two\nlines', '=1+1', '-2', '@x', '', 'plain'];
    expect(formatCsvLine(cells)).toBe(`"a,b","say ""hi"" now","two\nlines",'=1+1,'-2,'@x,,plain`);
  });

  it('gives no formula either with other separators or other formula signs', () => {
    const cells = ['a;=1', 'a; "=1', 'a\t+1', 'a\r\n@x', '＝1', ' =1', '\t1', 'a; b=c;d'];
    const safe = [
      "a;'=1",
      `"a;' ""=1"`,
      "a\t'+1",
      `"a\r\n'@x"`,
      "'＝1",
      "' =1",
      "'\t1",
      'a; b=c;d',
    ];
    expect(formatCsvLine(cells)).toBe(safe.join(','));
    // Spreadsheets in some countries split cells at semicolons.
    for (const part of formatCsvLine(cells).split(/[;\t\r\n]/)) {
      expect(part).not.toMatch(/^["\s]*[=+\-@]/);
    }
  });
});

describe('diffLines', () => {
  it('keeps every line of both, in order', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const diff = diffLines(before.join('\n'), after.join('\n'));
        const side = (sign: '-' | '+') =>
          diff.filter((line) => line.sign !== (sign === '-' ? '+' : '-')).map(({ text }) => text);
        expect(side('-')).toEqual(before);
        expect(side('+')).toEqual(after);
      }),
    );
  });

  it('finds the one line that changed', () => {
    const changed = diffLines('a\nb\nc\n', 'a\nx\nc\n').filter(({ sign }) => sign !== ' ');
    expect(changed).toEqual([
      { sign: '-', text: 'b' },
      { sign: '+', text: 'x' },
    ]);
  });
});

describe('errors', () => {
  it.each([
    ['INVALID_ARGUMENT', 2],
    ['UNAVAILABLE', 4],
    ['DEADLINE_EXCEEDED', 4],
    ['PERMISSION_DENIED', 1],
    ['NOT_FOUND', 1],
  ] as const)('%s ends with %i', (code, exit) => {
    expect(describeError(new GatepostError(code, 'said'))).toMatchObject({ exit, message: 'said' });
  });
});

describe('output', () => {
  it('keeps stdout to results, and to JSON alone where that is asked for', () => {
    const written = (json: boolean) => {
      const texts = { out: '', err: '' };
      const stdout = { write: (text: string) => (texts.out += text) };
      const stderr = { write: (text: string) => (texts.err += text) };
      const out = createOutput({ json, stdout: stdout as never, stderr: stderr as never });
      out.note('by the way');
      out.progress('half');
      out.result({ a: 1 }, () => 'a is 1');
      return texts;
    };
    expect(written(false)).toEqual({ out: 'a is 1\n', err: 'by the way\n' });
    expect(written(true)).toEqual({ out: '{\n  "a": 1\n}\n', err: '' });
  });
});
