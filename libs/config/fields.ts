import { accessSync, closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import * as z from 'zod';
import { resolveInConfig, warnInConfig } from './reading.js';
import { Secret } from './secret.js';

/**
 * An address to listen on or connect to: `host` without brackets, `text` as gRPC and URLs write it.
 */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly text: string;
}

const HOST_NAME =
  /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/i;

/** Reads `host:port` or `[v6]:port`; null if it is neither. Port 0 lets the system choose. */
export function parseAddress(text: string): Address | null {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^:[\]]+)):(\d{1,5})$/i.exec(text);
  if (match === null) return null;
  const [, v6, name, digits] = match;
  const port = Number(digits);
  if (port > 65535) return null;
  if (v6 !== undefined) return isIP(v6) === 6 ? { host: v6, port, text } : null;
  const host = name ?? '';
  // Only digits and dots: an address or a mistake, never a host name.
  if (/^[\d.]+$/.test(host) ? isIP(host) !== 4 : !HOST_NAME.test(host)) return null;
  return { host, port, text };
}

/** `host:port`, as an Address. */
export function address() {
  return z
    .string()
    .transform((text, context) => {
      const parsed = parseAddress(text);
      if (parsed !== null) return parsed;
      context.addIssue({ code: 'custom', message: 'must be host:port, such as 127.0.0.1:7101' });
      return z.NEVER;
    })
    .meta({ kind: 'host:port' });
}

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** An integer and one of `ms s m h d`, as milliseconds within [min, max]. */
export function duration(limits: { min?: number; max?: number } = {}) {
  const { min = 1, max = 3650 * UNIT_MS.d } = limits;
  return z
    .string()
    .transform((text, context) => {
      const match = /^(\d{1,9})(ms|s|m|h|d)$/.exec(text);
      if (match === null) {
        const message = 'must be an integer and one of ms, s, m, h, d, such as 10s';
        context.addIssue({ code: 'custom', message });
        return z.NEVER;
      }
      const ms = Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS];
      if (ms >= min && ms <= max) return ms;
      context.addIssue({ code: 'custom', message: `must be from ${min} ms to ${max} ms` });
      return z.NEVER;
    })
    .meta({ kind: 'duration' });
}

/** A path, absolute or relative to the configuration file's directory, as an absolute path. */
export function filePath() {
  return z
    .string()
    .min(1, 'must name a file')
    .refine((path) => !path.includes('\0'), 'must not contain NUL')
    .transform(resolveInConfig)
    .meta({ kind: 'path' });
}

/** Same as `filePath`, for a file that must be readable now. */
export function readableFile() {
  return filePath()
    .superRefine((path, context) => {
      try {
        accessSync(path, constants.R_OK);
      } catch (error) {
        context.addIssue({ code: 'custom', message: `cannot be read: ${describe(path, error)}` });
      }
    })
    .meta({ kind: 'path of a file' });
}

/**
 * The content of a file, without a newline at its end, as a Secret. An empty or unreadable file is
 * an error; one that others may read gives a warning.
 */
export function secretFile() {
  return filePath()
    .transform((path, context) => {
      try {
        const value = readSecret(path);
        if (value.length > 0) return new Secret(value);
        context.addIssue({ code: 'custom', message: `is empty: ${path}` });
      } catch (error) {
        context.addIssue({ code: 'custom', message: `cannot be read: ${describe(path, error)}` });
      }
      return z.NEVER;
    })
    .meta({ kind: 'path of a secret' });
}

function readSecret(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const { mode, uid } = fstatSync(file);
    if (isOpenToOthers({ mode, uid }, process.getuid?.() ?? uid)) {
      const shown = (mode & 0o777).toString(8).padStart(4, '0');
      warnInConfig(`${path}: mode ${shown} lets others than its owner at a secret; make it 0600`);
    }
    const content = readFileSync(file);
    const newline = content.at(-1) !== 0x0a ? 0 : content.at(-2) === 0x0d ? 2 : 1;
    return content.subarray(0, content.length - newline);
  } finally {
    closeSync(file);
  }
}

/**
 * Whether users other than `reader` can read or change a file. The group may read a file of root:
 * this is how Kubernetes and systemd hand a service a file that it must not change.
 */
export function isOpenToOthers(file: { mode: number; uid: number }, reader: number): boolean {
  const byGroup = file.uid === 0 && reader !== 0;
  return (file.mode & (byGroup ? 0o037 : 0o077)) !== 0;
}

function describe(path: string, error: unknown): string {
  return `${path} (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`;
}
