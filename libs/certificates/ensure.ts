import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Identity, makeIdentity, type Role } from './identity-uri.js';
import { issueAuthority, issueLeaf, namesOf, type Pair } from './issue.js';
import { type PairFiles, readPair, writePair } from './store.js';
import { x509 } from './x509.js';

const DAY = 86_400_000;
/** A certificate with less time left than this is issued again. */
const LEAF_MARGIN = 30 * DAY;
const AUTHORITY_MARGIN = 180 * DAY;

/** Paths of PEM files, as configurations name them. */
export interface TlsFilePaths extends PairFiles {
  readonly ca: string;
}

export interface Certificates {
  /** The authority's certificate. */
  readonly ca: string;
  /** The files of a requested identity. @throws TypeError if it was not requested */
  filesOf(role: Role, name: string): TlsFilePaths;
  /** The URIs of the identities whose certificates were issued now; the others were still valid. */
  readonly issued: readonly string[];
}

/**
 * Makes sure that `dir` holds a development authority (`ca.crt`, `ca.key`) and a certificate for
 * each identity (`<role>-<name>.crt`, `.key`). A certificate is issued again if it is missing,
 * broken, of another authority, or has less than 30 days left; otherwise it is left alone. `now` in
 * ms since the epoch.
 *
 * @param options.keepAuthority others trust the authority that is there: it is used as long as it
 *   is valid, and never replaced. By default it is replaced if it is broken or has less than 180
 *   days left.
 * @throws Error if the authority is to be kept and is broken, without its key, or has expired
 */
export async function ensureCertificates(options: {
  dir: string;
  identities: readonly { role: Role; name: string }[];
  now: number;
  keepAuthority?: boolean;
}): Promise<Certificates> {
  const { dir, identities, now, keepAuthority = false } = options;
  const authority =
    keepAuthority && existsSync(join(dir, 'ca.crt'))
      ? await readAuthority(dir, now)
      : await ensureAuthority(dir, now);
  const issued: string[] = [];
  const files = new Map<string, TlsFilePaths>();
  for (const { role, name } of identities) {
    const identity = makeIdentity(role, name);
    const paths = filesIn(dir, `${role}-${name}`);
    if (await ensureLeaf({ authority, identity, paths, now })) issued.push(identity.uri);
    files.set(identity.uri, { ca: join(dir, 'ca.crt'), ...paths });
  }
  return {
    ca: join(dir, 'ca.crt'),
    issued,
    filesOf(role, name) {
      const paths = files.get(makeIdentity(role, name).uri);
      if (paths === undefined) throw new TypeError(`no certificate was asked for ${role}/${name}`);
      return paths;
    },
  };
}

/**
 * Same as `ensureCertificates`, for one identity and with the authority that `dir` already holds.
 *
 * @throws Error if there is no authority, or it has expired
 */
export async function ensureCertificate(options: {
  dir: string;
  identity: Identity;
  now: number;
}): Promise<TlsFilePaths & { readonly issued: boolean }> {
  const { dir, identity, now } = options;
  const authority = await readAuthority(dir, now);
  const paths = filesIn(dir, `${identity.role}-${identity.name}`);
  const issued = await ensureLeaf({ authority, identity, paths, now });
  return { ca: join(dir, 'ca.crt'), ...paths, issued };
}

/** @throws Error if there is none, or it has expired */
async function readAuthority(dir: string, now: number): Promise<Pair> {
  const authority = await readPair(filesIn(dir, 'ca'));
  if (authority === null) throw new Error(`no authority in ${dir}: no ca.crt with its ca.key`);
  if (!isCurrent(authority, now, 0)) throw new Error(`the authority in ${dir} has expired`);
  return authority;
}

async function ensureAuthority(dir: string, now: number): Promise<Pair> {
  const files = filesIn(dir, 'ca');
  const found = await readPair(files);
  if (found !== null && isCurrent(found, now, AUTHORITY_MARGIN)) return found;
  const made = await issueAuthority(now);
  await writePair(files, made);
  return made;
}

async function ensureLeaf(wanted: {
  authority: Pair;
  identity: Identity;
  paths: PairFiles;
  now: number;
}): Promise<boolean> {
  const { authority, identity, paths, now } = wanted;
  const found = await readPair(paths);
  if (found !== null && (await isGood(found, authority, identity, now))) return false;
  await writePair(paths, await issueLeaf(authority, identity, now));
  return true;
}

async function isGood(leaf: Pair, authority: Pair, identity: Identity, now: number) {
  if (!isCurrent(leaf, now, LEAF_MARGIN)) return false;
  const names = leaf.certificate.getExtension(x509.SubjectAlternativeNameExtension)?.names.toJSON();
  if (JSON.stringify(names) !== JSON.stringify(namesOf(identity))) return false;
  const publicKey = await authority.certificate.publicKey.export();
  return leaf.certificate.verify({ publicKey, signatureOnly: true });
}

function isCurrent(pair: Pair, now: number, margin: number): boolean {
  const { notBefore, notAfter } = pair.certificate;
  return notBefore.getTime() <= now && notAfter.getTime() - now > margin;
}

function filesIn(dir: string, name: string): PairFiles {
  return { cert: join(dir, `${name}.crt`), key: join(dir, `${name}.key`) };
}
