import {
  DiscardPolicy,
  type JetStreamManager,
  type NatsError,
  nanos,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from 'nats';

/** What the stream is to be like. */
export interface StreamSettings {
  /** `GATEPOST` */
  readonly name: string;
  /** Servers that keep a copy each, 1 to 5. */
  readonly replicas: number;
  /** The oldest events go when they are so old; 0: never. */
  readonly maxAgeMs: number;
  /** The oldest events go when the stream is so large; 0: no limit. */
  readonly maxBytes: number;
  /** An event that comes again within this time is dropped, by its id; not longer than `maxAgeMs`. */
  readonly duplicateWindowMs: number;
}

const NOT_FOUND = 10059;

/**
 * Makes the stream, or changes what is different in what there is; settings that are not ours are
 * left as they are.
 *
 * @throws NatsError if the server refuses
 */
export async function ensureStream(
  manager: JetStreamManager,
  settings: StreamSettings,
): Promise<'created' | 'changed' | 'same'> {
  const wanted = configOf(settings);
  const there = await currentConfig(manager, settings.name);
  if (there === undefined) {
    await manager.streams.add({
      name: settings.name,
      storage: StorageType.File,
      retention: RetentionPolicy.Limits,
      ...wanted,
    });
    return 'created';
  }
  const names = Object.keys(wanted) as (keyof typeof wanted)[];
  const same = names.every((name) => JSON.stringify(there[name]) === JSON.stringify(wanted[name]));
  if (same) return 'same';
  await manager.streams.update(settings.name, wanted);
  return 'changed';
}

function configOf(settings: StreamSettings) {
  return {
    subjects: ['gatepost.>'],
    discard: DiscardPolicy.Old,
    num_replicas: settings.replicas,
    max_age: nanos(settings.maxAgeMs),
    max_bytes: settings.maxBytes === 0 ? -1 : settings.maxBytes,
    duplicate_window: nanos(settings.duplicateWindowMs),
  } satisfies Partial<StreamConfig>;
}

async function currentConfig(
  manager: JetStreamManager,
  name: string,
): Promise<StreamConfig | undefined> {
  try {
    return (await manager.streams.info(name)).config;
  } catch (error) {
    if ((error as NatsError).api_error?.err_code === NOT_FOUND) return undefined;
    throw error;
  }
}
