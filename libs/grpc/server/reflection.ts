import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadSync, type PackageDefinition } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { NO_DOMAIN } from '../access/domains.js';
import { defineService, type Service, type ServiceDefinition } from './service.js';

type Answer = (request: unknown) => unknown;

/**
 * The reflection services (v1 and v1alpha) for `serviceNames`, from the protos in `protoDir`. The
 * protos are read at the first request, so that they do not slow the server's start.
 */
export function createReflection(options: {
  protoDir: string;
  serviceNames: readonly string[];
}): Service[] {
  const { protoDir, serviceNames } = options;
  let answers: Map<string, Answer> | undefined;
  const answer = (path: string, request: unknown) => {
    answers ??= new Map(
      collect(readProtos(protoDir), serviceNames).map((found) => [found.path, found.answer]),
    );
    return answers.get(path)?.(request);
  };
  return collect({}, []).map(({ path, name, definition }) =>
    defineService(definition, {
      open: true,
      handlers: {
        [name]: {
          message: async (request: unknown) => answer(path, request),
          onError: (originalRequest: unknown) => ({
            originalRequest,
            errorResponse: { errorCode: 13, errorMessage: 'internal error' },
          }),
        },
      },
      domainOf: { [name]: () => NO_DOMAIN },
      maxRequestBytes: { [name]: 4096 },
    }),
  );
}

interface Collected {
  readonly path: string;
  readonly name: string;
  readonly definition: ServiceDefinition;
  readonly answer: Answer;
}

/** The services that the library would register, with its stream handlers turned into functions. */
function collect(protos: PackageDefinition, services: readonly string[]): Collected[] {
  const collected: Collected[] = [];
  const library = new ReflectionService(protos, { services: [...services] });
  library.addToServer({
    addService(definition, implementation) {
      for (const [name, method] of Object.entries(definition)) {
        const serve = implementation[name] as unknown as (stream: FakeStream) => void;
        const stream = new FakeStream();
        serve(stream);
        collected.push({
          path: method.path,
          name,
          definition: definition as ServiceDefinition,
          answer: (request) => stream.ask(request),
        });
      }
    },
  });
  return collected;
}

/**
 * The part of a stream that the library uses. The library answers each message before the event
 * handler returns.
 */
class FakeStream {
  #onData: (request: unknown) => void = () => {};
  #answer: unknown;

  on(event: string, listener: (request: unknown) => void): void {
    if (event === 'data') this.#onData = listener;
  }

  write(answer: unknown): void {
    this.#answer = answer;
  }

  ask(request: unknown): unknown {
    this.#answer = undefined;
    this.#onData(request);
    return this.#answer;
  }
}

function readProtos(protoDir: string): PackageDefinition {
  const files = readdirSync(protoDir, { recursive: true, encoding: 'utf8' });
  const protos = files
    .filter((file) => file.endsWith('.proto'))
    .map((file) => join(protoDir, file));
  return loadSync(protos, { includeDirs: [protoDir], keepCase: true });
}
