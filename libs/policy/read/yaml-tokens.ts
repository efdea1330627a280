import { type CST, Lexer, type LineCounter, Parser } from 'yaml';

/** A document of the language is 6 deep. */
export const MAX_DEPTH = 64;
/** Values of one document, counting what aliases stand for each time. */
export const MAX_VALUES = 100_000;
/** Of each of these, a value has one at most. */
const INDICATORS: ReadonlySet<string> = new Set([',', '-', ':', '?', '[', '{']);

/** Thrown at the offset from where on a text is not read. */
export class Unreadable extends Error {
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

/**
 * The tokens of a text, as yaml's own parser gives them, as long as it is neither too deep nor made of
 * too many parts.
 *
 * The composer that reads them recurses: deep nesting would end the process, not throw. Each part
 * costs some hundred octets: a text of commas alone would take a gigabyte.
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
