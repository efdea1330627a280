import { type CST, Lexer, type LineCounter, Parser } from 'yaml';

/** A document of the language is 6 deep. */
export const MAX_DEPTH = 64;

/** Thrown by `tokensOf`, at the offset where the text became too deep. */
export class TooDeep extends Error {
  readonly offset: number;

  constructor(offset: number) {
    super(`nested more than ${MAX_DEPTH} deep`);
    this.offset = offset;
  }
}

/**
 * The tokens of a text, as yaml's own parser gives them, as long as it is not too deep.
 *
 * The composer that reads them recurses: deep nesting would end the process, not throw.
 */
export function* tokensOf(text: string, lines: LineCounter): Generator<CST.Token, void> {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > MAX_DEPTH) throw new TooDeep(parser.offset);
  }
  yield* parser.end();
}
