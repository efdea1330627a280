import { deflateRawSync } from 'node:zlib';
import { signElement } from '../../suite/saml-response.js';
import {
  formatLogoutRequest,
  type LogoutMessage,
  posted,
  redirected,
  signedQuery,
} from './logout-messages.js';
import { capture, EVE, type Target, VICTIM } from './stage.js';

export interface LogoutAttack {
  readonly name: string;
  readonly make: (stage: Target) => LogoutMessage | Promise<LogoutMessage>;
}

const wrap = (stage: Target, inner: string) =>
  formatLogoutRequest(stage).replace(
    '</saml:Issuer>',
    `</saml:Issuer><samlp:Extensions>${inner}</samlp:Extensions>`,
  );

/** All attacks on logouts. Each try makes its message anew. */
export const LOGOUT_ATTACKS: readonly LogoutAttack[] = [
  { name: 'unsigned', make: (stage) => posted(formatLogoutRequest(stage)) },
  {
    name: "signed by another domain's provider",
    make: (stage) =>
      posted(signElement(formatLogoutRequest(stage), 'LogoutRequest', {}, stage.b.key)),
  },
  {
    name: 'with a captured signed assertion in it',
    make: async (stage) =>
      posted(
        wrap(
          stage,
          `${(await capture(stage)).xml}`.match(/<saml:Assertion[\s\S]*<\/saml:Assertion>/)?.[0] ??
            '',
        ),
      ),
  },
  {
    name: 'with a captured signed request in it',
    make: (stage) =>
      posted(
        wrap(
          stage,
          signElement(formatLogoutRequest(stage, { name: EVE }), 'LogoutRequest', {}, stage.a.key),
        ),
      ),
  },
  {
    name: 'with the signature of a captured one',
    make: (stage) => {
      const captured = signElement(
        formatLogoutRequest(stage, { name: EVE }),
        'LogoutRequest',
        {},
        stage.a.key,
      );
      return posted(captured.replace(`>${EVE}<`, `>${VICTIM}<`));
    },
  },
  {
    name: 'around a captured one, in its signature',
    make: (stage) => {
      const captured = signElement(
        formatLogoutRequest(stage, { name: EVE }),
        'LogoutRequest',
        {},
        stage.a.key,
      );
      const signature = captured.match(/<ds:Signature[\s\S]*<\/ds:Signature>/)?.[0] ?? '';
      const original = captured.replace(signature, '');
      return posted(
        captured
          .replace(EVE, VICTIM)
          .replace(/ID="_l/, 'ID="_e')
          .replace('</ds:Signature>', `<ds:Object>${original}</ds:Object></ds:Signature>`),
      );
    },
  },
  {
    name: 'that is an AuthnRequest around a captured assertion',
    make: async (stage) =>
      posted(
        wrap(
          stage,
          `${(await capture(stage)).xml}`.match(/<saml:Assertion[\s\S]*<\/saml:Assertion>/)?.[0] ??
            '',
        )
          .replaceAll('LogoutRequest', 'AuthnRequest')
          .replace(/<saml:NameID.*?<\/saml:NameID>/, ''),
      ),
  },
  {
    name: 'that is a signed login response',
    make: async (stage) => posted(`${(await capture(stage, { shape: { sign: 'response' } })).xml}`),
  },
  {
    name: 'of another issuer',
    make: (stage) =>
      posted(
        signElement(
          formatLogoutRequest(stage, { issuer: 'https://o.example' }),
          'LogoutRequest',
          {},
          stage.a.key,
        ),
      ),
  },
  {
    name: 'sent elsewhere',
    make: (stage) =>
      posted(
        signElement(
          formatLogoutRequest(stage, { destination: 'https://o.example' }),
          'LogoutRequest',
          {},
          stage.a.key,
        ),
      ),
  },
  {
    name: 'of an hour ago',
    make: (stage) =>
      posted(
        signElement(
          formatLogoutRequest(stage, { at: stage.now() - 3600_000 }),
          'LogoutRequest',
          {},
          stage.a.key,
        ),
      ),
  },
  {
    name: 'SHA-1',
    make: (stage) =>
      posted(
        signElement(
          formatLogoutRequest(stage),
          'LogoutRequest',
          { algorithm: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1' },
          stage.a.key,
        ),
      ),
  },
  {
    name: 'in a redirect, unsigned',
    make: (stage) =>
      redirected(
        `SAMLRequest=${encodeURIComponent(deflateRawSync(formatLogoutRequest(stage)).toString('base64'))}`,
      ),
  },
  {
    name: 'in a redirect, the message exchanged',
    make: (stage) => {
      const evil = encodeURIComponent(
        deflateRawSync(formatLogoutRequest(stage)).toString('base64'),
      );
      return redirected(
        signedQuery(formatLogoutRequest(stage, { name: EVE }), stage.a.key).replace(
          /SAMLRequest=[^&]*/,
          `SAMLRequest=${evil}`,
        ),
      );
    },
  },
  {
    name: 'in a redirect, a second message before the signed one',
    make: (stage) => {
      const evil = encodeURIComponent(
        deflateRawSync(formatLogoutRequest(stage)).toString('base64'),
      );
      return redirected(
        `SAMLRequest=${evil}&${signedQuery(formatLogoutRequest(stage, { name: EVE }), stage.a.key)}`,
      );
    },
  },
  {
    name: 'in a redirect, the relay state exchanged',
    make: (stage) =>
      redirected(
        signedQuery(formatLogoutRequest(stage), stage.a.key, '&RelayState=a').replace('=a&', '=b&'),
      ),
  },
  {
    name: 'in a redirect, a deflate bomb',
    make: (stage) =>
      redirected(
        signedQuery(`${formatLogoutRequest(stage)}${' '.repeat(50_000_000)}`, stage.a.key),
      ),
  },
];
