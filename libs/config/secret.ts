import { inspect } from 'node:util';

/** A secret read from a file. Printing, logging or serialising it shows `[secret]`. */
export class Secret {
  readonly #value: Buffer;

  constructor(value: Buffer) {
    this.#value = value;
  }

  bytes(): Buffer {
    return Buffer.from(this.#value);
  }

  text(): string {
    return this.#value.toString('utf8');
  }

  toJSON(): string {
    return '[secret]';
  }

  toString(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}
