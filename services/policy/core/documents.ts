import type { ParsedDocument } from '../../../libs/policy/language/document.js';

/** `a.tld`, `*` or `template:standard-isp`: how documents are called outside the language. */
export function nameOf({ kind, name }: Pick<ParsedDocument, 'kind' | 'name'>): string {
  return kind === 'template' ? templateName(name) : name;
}

/** The name under which a template is stored among the documents of domains. */
export function templateName(template: string): string {
  return `template:${template}`;
}

/** Whether a stored document is a template. */
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
  /** This version withdrew the document. */
  readonly removed: boolean;
  /** ms since the epoch */
  readonly appliedAt: number;
  readonly actor: string;
  readonly comment: string;
}

/**
 * What was made of a text: JSON, as it is stored. It passes between the database and the threads that
 * check it as text, so that no login waits while thousands of documents are read or written.
 */
export interface DocumentForm {
  readonly name: string;
  /** A ParsedDocument. */
  readonly parsed: string;
  /** The templates it extends, as names of documents. */
  readonly templates: readonly string[];
}

/** A policy, compiled: a CompiledPolicy as JSON. */
export interface CompiledForm {
  readonly name: string;
  readonly compiled: string;
}

/** What an Apply puts into force for one document. */
export interface DocumentChange {
  readonly name: string;
  readonly file: string;
  readonly content: string;
  readonly removed: boolean;
  readonly change: 'created' | 'changed' | 'removed';
}

/** The compiled form of a document, new or made again because a template of its changed. */
export interface Recompiled {
  readonly name: string;
  /** As JSON; null where only the templates of the document changed. */
  readonly parsed: string | null;
  /** As JSON; null for a template, and for a withdrawn document. */
  readonly compiled: string | null;
  readonly templates: readonly string[];
}
