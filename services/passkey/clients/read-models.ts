import { readFileSync } from 'node:fs';
import type { Log } from '../../../libs/log/index.js';
import type { Model, ModelEntry } from '../core/models.js';
import { type Metadata, readMetadata } from './metadata-blob.js';

/** The models as the operator lists them. */
export interface ListedModels {
  readonly models: readonly {
    readonly domains: readonly string[];
    readonly aaguids: readonly string[];
    readonly name?: string | undefined;
    /** DER. Undefined: taken from the metadata. */
    readonly roots?: readonly Uint8Array[] | undefined;
  }[];
  readonly metadata?: { readonly blob: string; readonly roots?: string | undefined } | undefined;
}

export interface ReadingParts {
  readonly now: number;
  readonly log: Pick<Log, 'warn'>;
  /** Notes the number of a metadata that was read, and returns the highest that ever was. */
  readonly noteNumber: (no: number) => Promise<number>;
}

/**
 * The models that may be registered, with their makers' roots.
 * @throws TypeError naming the setting if a file is not trustworthy, or older than one that was read before, or if a
 *   model has no roots
 */
export async function readModels(
  { models, metadata }: ListedModels,
  { now, log, noteNumber }: ReadingParts,
): Promise<ModelEntry[]> {
  const known = metadata && (await read(metadata, now));
  const highest = known && (await noteNumber(known.no));
  if (known !== undefined && highest !== undefined && known.no < highest) {
    // Only the newer metadata lists the models that were found broken since.
    const { blob } = metadata as NonNullable<typeof metadata>;
    throw new TypeError(
      `metadata.blob: ${blob} is number ${known.no}, and number ${highest} was read before: download it again`,
    );
  }
  if (known !== undefined && Date.parse(known.nextUpdate) <= now) {
    log.warn('metadata of authenticators is old', { nextUpdate: known.nextUpdate });
  }
  return models.map(({ domains, aaguids, name, roots }, n) => ({
    domains,
    models: aaguids.flatMap((aaguid): Model[] => {
      const described = known?.models.get(aaguid);
      const anchors = roots ?? described?.roots ?? [];
      if (anchors.length === 0) {
        throw new TypeError(
          `models.${n}: ${aaguid} has no roots: give \`roots\`, or a metadata that has the model`,
        );
      }
      if (described?.fault !== undefined) {
        const { fault } = described;
        log.warn('a listed authenticator model is not accepted', { aaguid, fault });
        return [];
      }
      return [{ aaguid, name: name ?? described?.name ?? aaguid, roots: anchors }];
    }),
  }));
}

async function read(
  { blob, roots }: NonNullable<ListedModels['metadata']>,
  now: number,
): Promise<Metadata> {
  try {
    return await readMetadata(blob, roots && readFileSync(roots, 'utf8'), now);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'cannot be read';
    throw new TypeError(`metadata.blob: ${blob} ${why}`, { cause: error });
  }
}
