import type { CompiledPolicy } from '../../../libs/policy/compile/compiled.js';
import type { ParsedDocument } from '../../../libs/policy/language/document.js';

/** `a.tld`, `*` or `template:standard-isp`: how documents are called outside the language. */
export function nameOf({ kind, name }: Pick<ParsedDocument, 'kind' | 'name'>): string {
  return kind === 'template' ? templateName(name) : name;
}

export function templateName(template: string): string {
  return `template:${template}`;
}

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

/** A document in force, with what was made of its text. */
export interface StoredDocument {
  readonly name: string;
  readonly parsed: ParsedDocument;
  /** Null for a template. */
  readonly compiled: CompiledPolicy | null;
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
  /** Null where only the templates of the document changed. */
  readonly parsed: ParsedDocument | null;
  /** Null for a template, and for a withdrawn document. */
  readonly compiled: CompiledPolicy | null;
}
