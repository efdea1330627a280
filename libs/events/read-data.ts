import type * as z from 'zod';
import type { EventDefinition } from './define-event.js';

/**
 * Reads the `data` of a recorded event. Fields that a later version added, at any depth, are left out. During an upgrade
 * an older replica so reads what a newer one wrote.
 * @param data as parsed from JSON; it may be changed
 * @returns undefined if it is not what this version writes
 */
export function readData<Data extends z.ZodType>(
  definition: EventDefinition<Data>,
  data: unknown,
): z.output<Data> | undefined {
  const read = definition.data.safeParse(data);
  if (read.success) return read.data;
  for (const issue of read.error.issues) {
    if (issue.code !== 'unrecognized_keys') return undefined;
    const place = issue.path.reduce((within, key) => (within as Place)[key], data) as Place;
    for (const key of issue.keys) delete place[key];
  }
  return definition.data.safeParse(data).data;
}

type Place = Record<PropertyKey, unknown>;
