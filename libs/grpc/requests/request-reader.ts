import { invalidArguments, type Violation } from '../../errors/index.js';
import { type Account, parseAccount } from '../../names/account.js';
import { type Address, parseAddress } from '../../names/address.js';
import { parseDomain } from '../../names/domain.js';
import type { Parsed } from '../../names/parsed.js';
import type { Service } from '../../names/services.js';
import { serviceFromWire } from '../wire/service.js';

/** Lengths in octets. */
export interface Length {
  readonly min?: number;
  readonly max: number;
}

/**
 * Reads the fields of one request and collects everything that is wrong with it, so that the caller
 * learns all of it at once. Use the values only after `finish`: until then a wrong field reads as a
 * placeholder.
 */
export class RequestReader {
  readonly #violations: Violation[] = [];

  refuse(field: string, description: string): void {
    this.#violations.push({ field, description });
  }

  account(field: string, text: string): Account {
    if (text.includes('\ufffd')) this.refuse(field, 'not valid UTF-8');
    return this.#parsed(field, parseAccount(text), NO_ACCOUNT);
  }

  address(field: string, text: string): Address {
    return this.#parsed(field, parseAddress(text), NO_ADDRESS);
  }

  domain(field: string, text: string): string {
    return this.#parsed(field, parseDomain(text), '');
  }

  /** Returned in lower case. */
  uuid(field: string, text: string): string {
    if (!UUID.test(text)) this.refuse(field, 'not a UUID');
    return text.toLowerCase();
  }

  service(field: string, value: number): Service {
    const service = serviceFromWire(value);
    if (service === undefined)
      this.refuse(field, 'a value of gatepost.common.v1.Service is needed');
    return service ?? 'WebUI';
  }

  services(field: string, values: readonly number[]): Service[] {
    if (values.length === 0) this.refuse(field, 'at least one service is needed');
    const read = values.map((value, index) => this.service(`${field}[${index}]`, value));
    return [...new Set(read)];
  }

  /** Invalid UTF-8 arrives as U+FFFD, which no valid value contains. */
  text(field: string, value: string, length: Length): string {
    const octets = Buffer.byteLength(value);
    if (octets > length.max) this.refuse(field, `longer than ${length.max} octets`);
    else if (octets < (length.min ?? 0)) this.refuse(field, 'is missing');
    else if (value.includes('\ufffd')) this.refuse(field, 'not valid UTF-8');
    else if (hasControlCharacter(value)) this.refuse(field, 'holds a control character');
    return value;
  }

  bytes(field: string, value: Buffer, length: Length): Buffer {
    if (value.length > length.max) this.refuse(field, `longer than ${length.max} octets`);
    else if (value.length < (length.min ?? 0)) this.refuse(field, 'is missing or empty');
    return value;
  }

  whole(
    field: string,
    value: number,
    range: { readonly min: number; readonly max: number },
  ): number {
    if (value < range.min || value > range.max) {
      this.refuse(field, `not between ${range.min} and ${range.max}`);
    }
    return value;
  }

  /** @throws GatepostError INVALID_ARGUMENT with every violation, if there are any */
  finish(): void {
    if (this.#violations.length > 0) throw invalidArguments(this.#violations);
  }

  #parsed<T>(field: string, parsed: Parsed<T>, placeholder: T): T {
    if (parsed.ok) return parsed.value;
    this.refuse(field, parsed.reason);
    return placeholder;
  }
}

/** RFC 9562, section 4. */
export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const NO_ACCOUNT: Account = { name: '', local: '', domain: '' };
const NO_ADDRESS: Address = { family: 4, a: 0, b: 0, c: 0, d: 0, text: '' };

/**
 * Control characters (C0, DEL, C1), line separators, and characters that change the text direction.
 */
const CONTROL = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/u;

function hasControlCharacter(text: string): boolean {
  return CONTROL.test(text);
}
