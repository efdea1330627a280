import type { StatusObject } from '@grpc/grpc-js';
import { deadlineExceeded, type GatepostError, permissionDenied } from '../../errors/index.js';
import type { Log } from '../../log/index.js';
import type { Metrics, Span, Trace, Tracing } from '../../telemetry/index.js';
import {
  type Administrator,
  type AdministratorGate,
  TICKET_METADATA,
} from '../access/administration.js';
import type { AllowList } from '../access/allow-list.js';
import { isAdministered, type Passage, pass } from './chain.js';
import type { HeldOctets, Holding } from './held-octets.js';
import { enterBoth, type SharedLimiter, UNLIMITED } from './limiter.js';
import type { Limits } from './limits.js';
import { Scope } from './scope.js';
import type { CallContext, Method } from './service.js';
import type { Turns } from './turns.js';
import type { WireCall } from './wire-call.js';

/** What all calls of a server share. */
export interface ServerParts {
  readonly allowList: () => AllowList;
  /** Without it, no administrator's ticket is accepted. */
  readonly administrators: AdministratorGate | undefined;
  readonly limitersOf: (method: Method) => {
    readonly calls: SharedLimiter;
    readonly streams: SharedLimiter;
  };
  readonly heldOf: (method: Method) => HeldOctets;
  readonly turns: Turns;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly tracing: Tracing;
  /**
   * In ms. `default` applies when the caller sets no deadline, `max` caps one it sets; neither
   * applies to a whole stream.
   */
  readonly deadlines: { readonly default: number; readonly max: number };
  readonly limits: Pick<Limits, 'messagesPerStream' | 'silenceMs' | 'conversationMs'>;
}

const unlimited = () => UNLIMITED;

/** The time that the server keeps for reporting its own timeout before the client's deadline. */
const OWN_TIME_MS = 20;

/** The part of `ms` that is left for the work. */
export function withinOwnTime(ms: number): number {
  return ms - Math.min(OWN_TIME_MS, ms / 2);
}

/** A request that passed the chain. `leave` releases its slots. */
export interface Admitted {
  readonly request: unknown;
  readonly context: CallContext;
  readonly leave: () => void;
}

/** A call being served. */
export class LiveCall {
  readonly #parts: ServerParts;
  readonly method: Method;
  readonly wire: WireCall;
  readonly span: Span;
  /** The scope of the whole call. */
  readonly scope: Scope;
  readonly arrived = performance.now();
  readonly #opening: Passage;
  #leave = () => {};
  #holding: Holding | undefined;
  #intake: Scope | undefined;
  #administrator: Administrator | undefined;

  constructor(parts: ServerParts, call: { method: Method; wire: WireCall; span: Span }) {
    this.#parts = parts;
    this.method = call.method;
    this.wire = call.wire;
    this.span = call.span;
    this.scope = new Scope({ deadline: this.#deadline() });
    this.#opening = this.#passage(this.scope, unlimited);
  }

  get parts(): ServerParts {
    return this.#parts;
  }

  /** The caller's URI, once it is known. */
  get caller(): string | undefined {
    return this.#opening.caller?.uri;
  }

  /** Aborted when no more requests may be taken from the stream. */
  get intake(): Scope {
    this.#intake ??= new Scope({ deadline: Number.POSITIVE_INFINITY, within: this.scope });
    return this.#intake;
  }

  /**
   * Checks the caller and takes the call's slot, before anything is read. @throws GatepostError
   */
  open(): void {
    pass(this.#opening, 'open');
    const { caller } = this.#opening;
    if (caller === undefined) throw new TypeError('opened without a caller');
    const { calls, streams } = this.#parts.limitersOf(this.method);
    this.#leave = (isStreaming(this.method) ? streams : calls).for(caller).enter();
    const holding = this.#parts.heldOf(this.method).for(caller);
    this.#holding = holding;
    this.wire.bound({ most: this.method.maxRequestBytes, hold: holding.hold });
  }

  /**
   * Verifies the ticket of a console's call before anything is read. Undefined if none is needed.
   */
  takeTicket(): Promise<void> | undefined {
    return isAdministered(this.#opening) ? this.#takeTicket() : undefined;
  }

  async #takeTicket(): Promise<void> {
    const { administrators } = this.#parts;
    const [ticket, ...others] = this.wire.metadata.get(TICKET_METADATA);
    if (administrators === undefined || ticket === undefined || others.length > 0) {
      throw permissionDenied("an administrator's ticket is needed");
    }
    const fresh = this.method.administer?.subjectOf !== undefined;
    const verified = administrators.verify(ticket.toString(), fresh ? 'act' : 'administer');
    this.#administrator = await this.scope.race(verified);
  }

  /** Releases a stream's request that is done, so that others may be read. */
  release(request: Buffer): void {
    this.#holding?.release(request.length);
  }

  /**
   * Takes a request through the chain and resolves, once it is its turn, to what the handler gets.
   * `leave` releases the slots taken: one of the domain for a unary call; one of the domain and
   * one of the caller for a message of a stream, which is decoded already.
   * @throws GatepostError
   */
  async admit(
    bytes: Buffer,
    message?: { request: unknown; scope: Scope; trace: Trace },
  ): Promise<Admitted> {
    const { calls } = this.#parts.limitersOf(this.method);
    const limiterOf: Passage['limiterOf'] = (caller, domains) => {
      if (message === undefined && isStreaming(this.method)) return UNLIMITED;
      const ofDomain = calls.forDomain(caller, domains);
      if (message === undefined) return ofDomain;
      return { enter: () => enterBoth(calls.for(caller).enter, ofDomain.enter) };
    };
    const passage: Passage = { ...this.#passage(message?.scope ?? this.scope, limiterOf), bytes };
    if (message !== undefined) passage.request = message.request;
    if (this.#opening.caller !== undefined) passage.caller = this.#opening.caller;
    pass(passage, 'request');
    const leave = passage.leave ?? (() => {});
    try {
      await this.#turn(passage);
      if (this.#administrator?.act !== undefined) await this.#administrator.useUp();
    } catch (error) {
      leave();
      throw error;
    }
    return {
      request: passage.request,
      leave,
      context: this.#context(passage, message?.trace ?? this.span.trace),
    };
  }

  /**
   * The next message from a caller who has to send one now. The call ends after `silenceMs`,
   * because a silent caller would hold a slot.
   * @throws GatepostError DEADLINE_EXCEEDED
   */
  async readSoon(): Promise<Buffer | null> {
    const { silenceMs } = this.#parts.limits;
    const silent = () =>
      this.abort(deadlineExceeded(`no message came within ${silenceMs / 1000} seconds`));
    const timer = setTimeout(silent, silenceMs);
    try {
      return await this.scope.race(this.wire.read());
    } finally {
      clearTimeout(timer);
    }
  }

  end(failed?: StatusObject): void {
    this.wire.end(failed);
    this.#leave();
    this.#holding?.releaseAll();
    this.#intake?.close();
    this.scope.close();
  }

  abort(reason: GatepostError): void {
    this.scope.abort(reason);
  }

  #deadline(): number {
    const { default: usual, max } = this.#parts.deadlines;
    const now = performance.now();
    const left = this.wire.deadline - now;
    const streaming = isStreaming(this.method);
    if (this.method.handler.kind === 'conversation') {
      return now + withinOwnTime(Math.min(left, this.#parts.limits.conversationMs));
    }
    if (left === Number.POSITIVE_INFINITY) return streaming ? left : now + usual;
    return now + withinOwnTime(streaming ? left : Math.min(left, max));
  }

  /** Health and reflection do not queue: a busy server must still report its health. */
  async #turn({ method, caller, domains, scope }: Passage): Promise<void> {
    if (method.open || caller === undefined || domains === undefined) return;
    await this.#parts.turns.wait({ caller: caller.uri, domains, scope });
  }

  #passage(scope: Scope, limiterOf: Passage['limiterOf']): Passage {
    return {
      method: this.method,
      identify: this.wire.identify,
      allowList: this.#parts.allowList(),
      limiterOf,
      scope,
      ...(this.#administrator && { administrator: this.#administrator }),
    };
  }

  #context({ caller, grant, scope, administrator }: Passage, trace: Trace): CallContext {
    if (caller === undefined || grant === undefined) throw new TypeError('not authorized');
    const { rpc } = this.method;
    const { log } = this.#parts;
    let own: Log | undefined;
    return {
      caller,
      grant,
      ...(administrator && { administrator: administrator.account }),
      rpc,
      trace,
      deadline: scope.deadline,
      get signal() {
        return scope.signal;
      },
      get log() {
        own ??= log.child({ rpc, caller: caller.uri });
        return own;
      },
    };
  }
}

/** True if the method has more than one message on either side. */
export function isStreaming({ definition }: Method): boolean {
  return definition.requestStream || definition.responseStream;
}
