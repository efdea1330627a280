import {
  AppPasswordsOnChange,
  type LdapBackend,
  type Backend as WireBackend,
} from '../../../libs/gen/gatepost/credential/v1/credential.js';
import type { RequestReader } from '../../../libs/grpc/requests/index.js';
import {
  attributeComparedBy,
  type Backend,
  type BackendKind,
  type LdapBind,
  type LdapSettings,
} from '../core/backend.js';
import { checkTemplate } from '../core/ldap-template.js';

const USUAL_TIMEOUT_MS = 2000;
const URLS = 10;

/** Reads the back end of a domain. Errors are reported to `reader` by field. */
export function readBackend(reader: RequestReader, wire: WireBackend | undefined): Backend {
  if (wire === undefined) reader.refuse('backend', 'is missing');
  const domain = wire?.domain ?? '';
  return {
    domain: domain === '*' ? domain : reader.domain('backend.domain', domain),
    revokesAppPasswords: readOnChange(reader, wire?.appPasswordsOnChange ?? 0),
    ...readKind(reader, wire?.kind),
  };
}

function readOnChange(reader: RequestReader, value: number): boolean {
  switch (value) {
    case AppPasswordsOnChange.UNSPECIFIED:
    case AppPasswordsOnChange.KEEP:
      return false;
    case AppPasswordsOnChange.REVOKE:
      return true;
    default:
      reader.refuse('backend.app_passwords_on_change', 'not a value of AppPasswordsOnChange');
      return false;
  }
}

function readKind(reader: RequestReader, kind: WireBackend['kind']): BackendKind {
  switch (kind?.$case) {
    case 'embedded':
      return { kind: 'embedded' };
    case 'none':
      return { kind: 'none' };
    case 'ldap':
      return { kind: 'ldap', ldap: readLdap(reader, kind.value) };
    default:
      reader.refuse('backend.kind', 'one of embedded, ldap and none is needed');
      return { kind: 'none' };
  }
}

function readLdap(reader: RequestReader, wire: LdapBackend): LdapSettings {
  const count = wire.urls.length;
  if (count < 1 || count > URLS) reader.refuse('backend.ldap.urls', `1 to ${URLS} are needed`);
  const timeoutMs = wire.timeoutMs || USUAL_TIMEOUT_MS;
  const bind = readBind(reader, wire);
  return {
    urls: wire.urls.map((url, i) => readUrl(reader, `backend.ldap.urls[${i}]`, url)),
    bind,
    accountAttribute: readAttribute(reader, wire.accountAttribute, bind),
    timeoutMs: reader.whole('backend.ldap.timeout_ms', timeoutMs, { min: 100, max: 10_000 }),
  };
}

/** Reads an attribute's name or OID (RFC 4512 section 2.5). Defaults to the attribute in the template or filter. */
function readAttribute(reader: RequestReader, text: string, bind: LdapBind): string {
  if (text === '') return attributeComparedBy(bind) ?? 'mail';
  const field = 'backend.ldap.account_attribute';
  if (!/^(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)$/.test(text) || text.length > 100) {
    reader.refuse(field, 'is not the name of an attribute');
  }
  return text;
}

function readUrl(reader: RequestReader, field: string, text: string): string {
  reader.text(field, text, { min: 1, max: 300 });
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const plain = url !== undefined && ['', '/'].includes(url.pathname + url.search + url.hash);
  const known = url?.protocol === 'ldaps:' || url?.protocol === 'ldap:';
  if (!plain || !known || url.hostname === '' || url.username !== '' || url.password !== '') {
    reader.refuse(field, 'not ldaps://host:port or ldap://host:port');
  }
  return text;
}

function readBind(reader: RequestReader, wire: LdapBackend): LdapBind {
  const at = (field: string) => `backend.ldap.${field}`;
  const text = (field: string, value: string, min = 1) =>
    reader.text(at(field), value, { min, max: 1000 });
  const template = (field: string, value: string) => {
    const fault = value === '' ? undefined : checkTemplate(value);
    if (fault !== undefined) reader.refuse(at(field), fault);
    return text(field, value);
  };
  const { dnTemplate, searchBase, searchFilter, searchBindDn: dn, searchBindSecret: secret } = wire;
  if (dnTemplate !== '') {
    if (searchBase + searchFilter + dn + secret !== '') {
      reader.refuse(at('dn_template'), 'cannot be given together with a search');
    }
    if (!dnTemplate.includes('=')) {
      reader.refuse(at('dn_template'), 'is not a distinguished name: search for the entry instead');
    }
    return { by: 'template', dnTemplate: template('dn_template', dnTemplate) };
  }
  const anonymous = dn === '' && secret === '';
  return {
    by: 'search',
    base: text('search_base', searchBase),
    filter: template('search_filter', searchFilter),
    as: anonymous
      ? undefined
      : { dn: text('search_bind_dn', dn), secret: text('search_bind_secret', secret) },
  };
}

/** The back end of a domain, in the form of the RPC's answer. */
export function backendToWire(backend: Backend): WireBackend {
  return {
    domain: backend.domain,
    kind: kindToWire(backend),
    appPasswordsOnChange: backend.revokesAppPasswords
      ? AppPasswordsOnChange.REVOKE
      : AppPasswordsOnChange.KEEP,
  };
}

function kindToWire(backend: Backend): NonNullable<WireBackend['kind']> {
  switch (backend.kind) {
    case 'embedded':
      return { $case: 'embedded', value: {} };
    case 'none':
      return { $case: 'none', value: {} };
    case 'ldap':
      return { $case: 'ldap', value: ldapToWire(backend.ldap) };
    default:
      return backend satisfies never;
  }
}

function ldapToWire({ urls, bind, timeoutMs, accountAttribute }: LdapSettings): LdapBackend {
  const searching = bind.by === 'search';
  return {
    urls: [...urls],
    dnTemplate: searching ? '' : bind.dnTemplate,
    searchBase: searching ? bind.base : '',
    searchFilter: searching ? bind.filter : '',
    searchBindDn: searching ? (bind.as?.dn ?? '') : '',
    searchBindSecret: searching ? (bind.as?.secret ?? '') : '',
    timeoutMs,
    accountAttribute,
  };
}
