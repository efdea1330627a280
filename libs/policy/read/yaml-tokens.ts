import { type CST, Lexer, type LineCounter, Parser } from 'yaml';

/** A valid policy document is 6 levels deep. */
export const MAX_DEPTH = 64;
/** The most values in one document, counting what an alias stands for each time. */
export const MAX_VALUES = 100_000;
/** A value has at most one of each of these. */
const INDICATORS: ReadonlySet<string> = new Set([',', '-', ':', '?', '[', '{']);

/** Thrown with the offset at which reading stopped. */
export class Unreadable extends Error {
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

/**
 * The tokens of a text, from yaml's own parser, unless it nests too deep or has too many parts.
 *
 * The composer that reads the tokens recurses, so deep nesting would end the process instead of
 * throwing. Each part costs some hundred octets: a text of nothing but commas would take a
 * gigabyte.
 *
 * @throws Unreadable
 */
export function* tokensOf(text: string, lines: LineCounter): Generator<CST.Token, void> {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  const counts = new Map<string, number>();
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > MAX_DEPTH) {
      throw new Unreadable(parser.offset, `nested more than ${MAX_DEPTH} deep`);
    }
    if (!INDICATORS.has(lexeme)) continue;
    const count = (counts.get(lexeme) ?? 0) + 1;
    counts.set(lexeme, count);
    if (count > MAX_VALUES) {
      throw new Unreadable(parser.offset, `it holds more than ${MAX_VALUES} values`);
    }
  }
  yield* parser.end();
}
