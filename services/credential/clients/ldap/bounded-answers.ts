import { Duplex } from 'node:stream';

/** What a server may answer to one request. */
export interface AnswerLimits {
  readonly messageOctets: number;
  readonly octets: number;
  readonly messages: number;
}

/** A search asks for at most two entries with a few attributes. */
const LIMITS: AnswerLimits = { messageOctets: 1 << 20, octets: 2 << 20, messages: 100 };

/** Enough for an entry with thousands of aliases. */
const MOST_ELEMENTS = 10_000;
const SEQUENCE = 0x30;
/** The tag and, at most, five octets of length. */
const HEAD = 6;

/**
 * Passes on a server's complete messages, and only answers that fit the grammar of RFC 4511. The LDAP library buffers
 * whatever arrives, and never returns from an element that it does not expect. So a directory could block every login.
 *
 * The connection ends with an error at the first octet too many, or at a message that is not well-formed.
 * @param socket open; each write is one request
 */
export function boundAnswers(socket: Duplex, limits: AnswerLimits = LIMITS): Duplex {
  return new BoundedAnswers(socket, limits);
}

class BoundedAnswers extends Duplex {
  /** The library reads this property of a socket. */
  readonly connecting = false;
  readonly readyState = 'open';
  readonly #socket: Duplex;
  readonly #limits: AnswerLimits;
  #octets = 0;
  #messages = 0;
  /** The part of a message that has arrived so far. */
  #parts: Buffer[] = [];
  #held = 0;

  constructor(socket: Duplex, limits: AnswerLimits) {
    super();
    this.#socket = socket;
    this.#limits = limits;
    socket.on('data', (data: Buffer) => this.#take(data));
    socket.once('end', () => this.push(null));
    socket.on('error', (error) => this.destroy(error));
    socket.once('close', () => this.destroy());
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(request: Buffer, encoding: BufferEncoding, done: () => void): void {
    this.#octets = 0;
    this.#messages = 0;
    this.#socket.write(request, encoding, done);
  }

  override _final(done: () => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#parts = [];
    this.#socket.destroy();
    done(error);
  }

  #take(data: Buffer): void {
    if (this.destroyed) return;
    try {
      this.#octets += data.length;
      if (this.#octets > this.#limits.octets) throw new Error('the answer is too long');
      this.#parts.push(data);
      this.#held += data.length;
      for (let message = this.#next(); message !== undefined; message = this.#next()) {
        if (!this.push(message)) this.#socket.pause();
      }
    } catch (error) {
      this.destroy(error as Error);
    }
  }

  /** The next message, once it has arrived completely. */
  #next(): Buffer | undefined {
    const [first] = this.#parts;
    if (first === undefined) return undefined;
    if (first.length < HEAD && this.#parts.length > 1) this.#join();
    const length = messageLength(this.#parts[0] as Buffer);
    if (length === undefined) return undefined;
    if (length > this.#limits.messageOctets) throw new Error('a message is too long');
    if (this.#held < length) return undefined;
    const all = this.#join();
    const message = all.subarray(0, length);
    this.#parts = all.length === length ? [] : [all.subarray(length)];
    this.#held -= length;
    this.#messages += 1;
    if (this.#messages > this.#limits.messages) throw new Error('the answer has too many messages');
    if (!isMessage(message)) throw malformed();
    return message;
  }

  #join(): Buffer {
    const [first, ...others] = this.#parts;
    const all = others.length === 0 ? (first as Buffer) : Buffer.concat(this.#parts);
    this.#parts = [all];
    return all;
  }
}

/** How long a message is, head included. Undefined until its head has arrived. */
function messageLength(bytes: Buffer): number | undefined {
  if (bytes[0] !== undefined && bytes[0] !== SEQUENCE) throw malformed();
  return readHead(bytes, 0)?.end;
}

/** A message while it is checked. */
interface MessageCheck {
  readonly bytes: Buffer;
  /** How many more elements it may have: each costs the library more than its octets. */
  left: number;
}

/** Whether an element fits the grammar. */
type Grammar = (check: MessageCheck, element: Head) => boolean;

/** A primitive element of so many octets. */
function plain(tag: number, least = 0, most = Number.POSITIVE_INFINITY): Grammar {
  return (_, { tag: found, start, end }) =>
    found === tag && end - start >= least && end - start <= most;
}

/** Any number of elements of one kind. */
function listOf(tag: number, item: Grammar): Grammar {
  return (check, element) => {
    if (element.tag !== tag) return false;
    for (let at = element.start; at < element.end; ) {
      check.left -= 1;
      const next = readHead(check.bytes, at);
      if (check.left < 0 || next === undefined || next.end > element.end) return false;
      if (!item(check, next)) return false;
      at = next.end;
    }
    return true;
  };
}

/** These elements in this order, then any of `others`. */
function inOrder(tag: number, items: readonly Grammar[], ...others: readonly Grammar[]): Grammar {
  const other = anyOf(others);
  return (check, element) => {
    let count = 0;
    const item: Grammar = (_, next) => {
      const wanted = items[count] ?? other;
      count += 1;
      return wanted(check, next);
    };
    return listOf(tag, item)(check, element) && count >= items.length;
  };
}

function anyOf(choices: readonly Grammar[]): Grammar {
  return (check, element) => choices.some((choice) => choice(check, element));
}

const octets = plain(0x04);
const attribute = inOrder(SEQUENCE, [octets, listOf(0x31, octets)]);
/** Result code, matched DN, message; a referral, credentials of SASL, the name and value of an extended response. */
const resultOf = (tag: number): Grammar =>
  inOrder(
    tag,
    [plain(0x0a, 1, 4), octets, octets],
    listOf(0xa3, octets),
    ...[0x87, 0x8a, 0x8b].map((each) => plain(each)),
  );
const ANSWER = anyOf([
  inOrder(0x64, [octets, listOf(SEQUENCE, attribute)]),
  listOf(0x73, octets),
  ...[0x61, 0x65, 0x78].map(resultOf),
]);
const CONTROLS = listOf(0xa0, inOrder(SEQUENCE, [octets], plain(0x01, 1, 1), octets));
const MESSAGE = inOrder(SEQUENCE, [plain(0x02, 1, 4), ANSWER], CONTROLS);

function isMessage(bytes: Buffer): boolean {
  const whole = readHead(bytes, 0);
  return whole?.end === bytes.length && MESSAGE({ bytes, left: MOST_ELEMENTS }, whole);
}

interface Head {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

/** The head of an element. Undefined if it is incomplete. @throws Error for lengths that LDAP does not have */
function readHead(bytes: Buffer, at: number): Head | undefined {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined) return undefined;
  const more = first < 0x80 ? 0 : first & 0x7f;
  if ((tag & 0x1f) === 0x1f || first === 0x80 || more > 4) throw malformed();
  const start = at + 2 + more;
  if (bytes.length < start) return undefined;
  const length = more === 0 ? first : bytes.readUIntBE(at + 2, more);
  return { tag, start, end: start + length };
}

function malformed(): Error {
  return new Error('the answer is not an LDAP message');
}
