import {
  DiscardPolicy,
  type JetStreamManager,
  type NatsError,
  nanos,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from 'nats';

/** How the stream is configured. */
export interface StreamSettings {
  /** `GATEPOST` */
  readonly name: string;
  /** The number of servers that keep a copy, 1 to 5. */
  readonly replicas: number;
  /** Events older than this are deleted; 0: never. */
  readonly maxAgeMs: number;
  /** The oldest events are deleted when the stream is larger than this; 0: no limit. */
  readonly maxBytes: number;
  /** An event that arrives again within this time is dropped, by its id. At most `maxAgeMs`. */
  readonly duplicateWindowMs: number;
}

const NOT_FOUND = 10059;

/**
 * Creates the stream, or changes the settings of an existing one that differ. Settings that are not
 * listed here are left alone.
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
