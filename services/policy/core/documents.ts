import type { ParsedDocument } from '../../../libs/policy/language/document.js';

/** `a.tld`, `*` or `template:standard-isp`: the names of documents outside the language. */
export function nameOf({ kind, name }: Pick<ParsedDocument, 'kind' | 'name'>): string {
  return kind === 'template' ? templateName(name) : name;
}

/** The name under which a template is stored among the documents. */
export function templateName(template: string): string {
  return `template:${template}`;
}

/** Whether a document's name is that of a template: `template:<name>`. */
export function isTemplateName(name: string): boolean {
  return name.startsWith('template:');
}

/** One version of a document as an administrator wrote it. */
export interface DocumentVersion {
  readonly name: string;
  /** The revision that made it. */
  readonly revision: number;
  readonly file: string;
  readonly content: string;
  /** Whether this version withdrew the document. */
  readonly removed: boolean;
  /** ms since the epoch */
  readonly appliedAt: number;
  readonly actor: string;
  readonly comment: string;
}

/**
 * The JSON forms made from a text, as they are stored. They pass between the database and the checking threads as text,
 * so that no login waits while thousands of documents are read or written.
 */
export interface DocumentForm {
  readonly name: string;
  /** A ParsedDocument. */
  readonly parsed: string;
  /** The document names of the templates it extends. */
  readonly templates: readonly string[];
}

/** A compiled policy: a CompiledPolicy as JSON. */
export interface CompiledForm {
  readonly name: string;
  readonly compiled: string;
}

/** What Apply puts into force for one document. */
export interface DocumentChange {
  readonly name: string;
  readonly file: string;
  readonly content: string;
  readonly removed: boolean;
  readonly change: 'created' | 'changed' | 'removed';
}

/** The compiled form of a document that is new, or that is recompiled because one of its templates changed. */
export interface Recompiled {
  readonly name: string;
  /** As JSON; null if only the document's templates changed. */
  readonly parsed: string | null;
  /** As JSON; null for a template and for a withdrawn document. */
  readonly compiled: string | null;
  readonly templates: readonly string[];
}
