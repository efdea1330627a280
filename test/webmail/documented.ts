import { readPage } from '../front-ends/read-page.js';

const page = readPage('sign-in.md');

/** The blocks of docs/sign-in.md. Tests here run each of them; knip reports a block that no test runs. */
export const portalSettings = page.block('trusted-proxies: [192.0.2.10/32]');
export const policy = page.block('what webmail opens');
export const submission = page.block('smtpd_sasl_type');
export const registerRoundcube = page.block('client add roundcube');
export const roundcubeSettings = page.block('oauth_provider_name');
export const signOutMap = page.block('map $arg__task');
export const signOutHeader = page.block('add_header Refresh');
export const edgeListener = page.block('protocol: forward-auth');
export const registerSogo = page.block('client add sogo');
export const sogoSettings = page.block('SOGoTrustProxyAuthentication');
export const sogoHeaders = page.block('X-WebObjects-Remote-User');
export const registerWebmail = page.block('client add webmail');
export const pluginSettings = page.block('http_authentication');
export const registerIntranet = page.block('client add intranet');
export const apacheSettings = page.block('OIDCProviderMetadataURL');

/** Blocks about a domain's branding and about mail programs. test/browser/own-host.browser.ts runs them. */
page.block('--logo logo.png');
page.block('--imap imap.a.tld');

/** Blocks that no test names. */
export const unknownBlocks = page.unused();

/** Replaces the page's hosts, networks and domain by those of this machine. */
export function here(block: string, of: { readonly signIn: string }): string {
  return block
    .replaceAll('https://login.a.tld', of.signIn)
    .replaceAll(/(https:\/\/|https%3A%2F%2F)(\w+)\.a\.tld/g, '$1$2.example')
    .replaceAll('sogo.a.tld', 'sogo.example')
    .replaceAll('192.0.2.40/31', '127.0.0.1/32')
    .replaceAll(/192\.0\.2\.4[01]\/32/g, '127.0.0.1/32')
    .replaceAll('a.tld', 'w.tld');
}
