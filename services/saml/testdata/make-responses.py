#!/usr/bin/env python3
"""Writes responses/*.xml: responses in the shapes of real identity providers, signed by xmlsec1 (Debian: xmlsec1).

    python3 make-responses.py KEYS      KEYS: a folder for the private keys, which are thrown away

Each is unasked for (no InResponseTo), for luca@a.tld, good at 2026-11-01T12:00:00Z. Only certificates are kept.
"""
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).parent / 'responses'
KEYS = pathlib.Path(sys.argv[1])
DS = 'http://www.w3.org/2000/09/xmldsig#'
EXC = 'http://www.w3.org/2001/10/xml-exc-c14n#'
MORE = 'http://www.w3.org/2001/04/xmldsig-more#'
ENC = 'http://www.w3.org/2001/04/xmlenc#'
P = 'urn:oasis:names:tc:SAML:2.0:protocol'
A = 'urn:oasis:names:tc:SAML:2.0:assertion'
XS = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"'
XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def keys():
    for name, arguments in {
        'rsa': ['-newkey', 'rsa:2048'],
        'p256': ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
        'p384': ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384'],
    }.items():
        subprocess.run(['openssl', 'req', '-x509', '-nodes', *arguments, '-days', '7300', '-subj', f'/CN=idp {name}',
                        '-keyout', KEYS / f'{name}.key', '-out', HERE / f'{name}.crt'], check=True, capture_output=True)


def signature(ref, prefix='ds', method=MORE + 'rsa-sha256', digest=ENC + 'sha256', inclusive='', c14n_inclusive='',
              info='<{p}X509Data/>'):
    p = f'{prefix}:' if prefix else ''
    ns = f'xmlns:{prefix}="{DS}"' if prefix else f'xmlns="{DS}"'
    def listed(prefixes):
        return f'><ec:InclusiveNamespaces xmlns:ec="{EXC}" PrefixList="{prefixes}"/></' if prefixes else ''
    def close(name, prefixes):
        return f'{listed(prefixes)}{p}{name}>' if prefixes else '/>'
    key_info = f'<{p}KeyInfo>{info.format(p=p)}</{p}KeyInfo>' if info else ''
    return (f'<{p}Signature {ns}><{p}SignedInfo>'
            f'<{p}CanonicalizationMethod Algorithm="{EXC}"{close("CanonicalizationMethod", c14n_inclusive)}'
            f'<{p}SignatureMethod Algorithm="{method}"/><{p}Reference URI="#{ref}"><{p}Transforms>'
            f'<{p}Transform Algorithm="{DS}enveloped-signature"/>'
            f'<{p}Transform Algorithm="{EXC}"{close("Transform", inclusive)}</{p}Transforms>'
            f'<{p}DigestMethod Algorithm="{digest}"/><{p}DigestValue/></{p}Reference></{p}SignedInfo>'
            f'<{p}SignatureValue/>{key_info}</{p}Signature>')


def sign(xml, element, key='rsa'):
    """Fills the first signature template that is a child of `element` (Response or Assertion)."""
    path = f"//*[local-name()='{element}']/*[local-name()='Signature']"
    source = KEYS / 'in.xml'
    source.write_text(xml, newline='')
    done = subprocess.run(['xmlsec1', '--sign', '--privkey-pem', f'{KEYS / key}.key,{HERE / key}.crt',
                           '--id-attr:ID', f'{P}:Response', '--id-attr:ID', f'{A}:Assertion',
                           '--node-xpath', path, source], check=True, capture_output=True)
    return done.stdout.decode()


def response(name, *, pp='samlp', ap='saml', outer='', inner='', response_ns='', assertion_ns='', attributes='',
             name_id_format='urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress', session='',
             issuer_format='', consent=''):
    d = 'a.tld'
    p = f'{pp}:' if pp else ''
    a = f'{ap}:' if ap else ''
    p_ns = f'xmlns:{pp}="{P}"' if pp else f'xmlns="{P}"'
    a_ns = f'xmlns:{ap}="{A}"' if ap else f'xmlns="{A}"'
    acs = f'https://webmail.example/saml/{d}/acs'
    return (f'<{p}Response {p_ns} {response_ns} ID="_r-{name}" Version="2.0" IssueInstant="2026-11-01T11:59:58.123Z" '
            f'Destination="{acs}"{consent}>'
            f'<{a}Issuer {a_ns}{issuer_format}>https://idp.{d}/metadata</{a}Issuer>{outer}'
            f'<{p}Status><{p}StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></{p}Status>'
            f'<{a}Assertion {a_ns} {assertion_ns} ID="_a-{name}" Version="2.0" IssueInstant="2026-11-01T11:59:58.123Z">'
            f'<{a}Issuer{issuer_format}>https://idp.{d}/metadata</{a}Issuer>{inner}'
            f'<{a}Subject><{a}NameID Format="{name_id_format}">luca@{d}</{a}NameID>'
            f'<{a}SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">'
            f'<{a}SubjectConfirmationData NotOnOrAfter="2026-11-01T12:04:58.123Z" Recipient="{acs}"/>'
            f'</{a}SubjectConfirmation></{a}Subject>'
            f'<{a}Conditions NotBefore="2026-11-01T11:54:58.123Z" NotOnOrAfter="2026-11-01T12:04:58.123Z">'
            f'<{a}AudienceRestriction><{a}Audience>https://mail.example/saml/{d}</{a}Audience></{a}AudienceRestriction>'
            f'</{a}Conditions>'
            f'<{a}AuthnStatement AuthnInstant="2026-11-01T11:59:50Z" SessionIndex="_s-{name}"{session}><{a}AuthnContext>'
            f'<{a}AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport'
            f'</{a}AuthnContextClassRef></{a}AuthnContext></{a}AuthnStatement>{attributes}</{a}Assertion></{p}Response>')


def typed(ap, ns=''):
    return (f'<{ap}:AttributeStatement><{ap}:Attribute Name="mail" '
            'NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:basic">'
            f'<{ap}:AttributeValue {ns} {XSI} xsi:type="xs:string">x &amp; y</{ap}:AttributeValue></{ap}:Attribute>'
            f'</{ap}:AttributeStatement>')


def write(name, xml):
    (HERE / f'{name}.xml').write_text(xml, newline='')


def both(name, key='rsa', edit=lambda xml: xml, **shape):
    """The assertion first, then the response around it."""
    inner = shape.pop('sign_inner', {})
    outer = shape.pop('sign_outer', {})
    xml = response(name, inner=signature(f'_a-{name}', **inner), outer='<outer/>', **shape)
    xml = edit(sign(xml.replace('<outer/>', ''), 'Assertion', key))
    end = xml.index('Issuer>') + len('Issuer>')
    xml = xml[:end] + signature(f'_r-{name}', **outer) + xml[end:]
    write(name, edit(sign(xml, 'Response', key)))


def assertion(name, key='rsa', edit=lambda xml: xml, sign_with=None, **shape):
    sign_with = sign_with or {}
    write(name, edit(sign(response(name, inner=signature(f'_a-{name}', **sign_with), **shape), 'Assertion', key)))


def whole(name, key='rsa', edit=lambda xml: xml, sign_with=None, **shape):
    sign_with = sign_with or {}
    write(name, edit(sign(response(name, outer=signature(f'_r-{name}', **sign_with), **shape), 'Response', key)))


def carriage_returns(xml):
    """Base64 broken by CR LF, the CR as a character reference (Java's Base64, Google)."""
    out = []
    for part in xml.split('SignatureValue>'):
        out.append(part)
    for i in range(1, len(out), 2):
        body, rest = out[i].rsplit('</', 1)
        if '&#xD;' not in body and '&#13;' not in body:
            out[i] = body.replace('\n', '&#13;\n') + '</' + rest
    return 'SignatureValue>'.join(out)


HERE.mkdir(exist_ok=True)
keys()
entity = ' Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity"'
both('okta', pp='saml2p', ap='saml2', response_ns=XS, assertion_ns=XS, issuer_format=entity,
     sign_inner={'inclusive': 'xs'}, sign_outer={'inclusive': 'xs'}, attributes=typed('saml2'))
assertion('entra', ap='', sign_with={'prefix': ''},
          attributes='<AttributeStatement><Attribute Name="http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name">'
                     '<AttributeValue>luca@a.tld</AttributeValue></Attribute></AttributeStatement>')
assertion('adfs', ap='', consent=' Consent="urn:oasis:names:tc:SAML:2.0:consent:unspecified"',
          attributes='<AttributeStatement><Attribute Name="http://schemas.xmlsoap.org/claims/Group">'
                     '<AttributeValue>a</AttributeValue><AttributeValue>b</AttributeValue></Attribute></AttributeStatement>')
whole('google', pp='saml2p', ap='saml2', edit=carriage_returns)
both('google-both', pp='saml2p', ap='saml2', edit=carriage_returns)
whole('keycloak', sign_with={'prefix': 'dsig', 'info': '<{p}KeyName>k1</{p}KeyName><{p}X509Data/><{p}KeyValue/>'},
      session=' SessionNotOnOrAfter="2026-11-01T21:59:58.000Z"', attributes=typed('saml', XS))
assertion('authentik', assertion_ns=XS, attributes=typed('saml'), session=' SessionNotOnOrAfter="2026-11-02T11:59:58Z"')
both('shibboleth', pp='saml2p', ap='saml2', assertion_ns=XS.replace('xs=', 'xsd='), sign_inner={'inclusive': 'xsd'},
     sign_outer={'inclusive': 'xsd'}, attributes=typed('saml2').replace('xs:string', 'xsd:string'),
     name_id_format='urn:oasis:names:tc:SAML:2.0:nameid-format:transient')
both('simplesamlphp', attributes='<saml:AttributeStatement><saml:Attribute Name="urn:oid:1.3.6.1.4.1.5923.1.1.1.10">'
     '<saml:AttributeValue><saml:NameID>x</saml:NameID></saml:AttributeValue></saml:Attribute></saml:AttributeStatement>')
# A prefix list at the canonicalization of SignedInfo too, with a prefix that only the assertion declares.
both('opensaml-lists', pp='saml2p', ap='saml2', assertion_ns=XS, attributes=typed('saml2'),
     sign_inner={'inclusive': 'xs', 'c14n_inclusive': 'xs'}, sign_outer={})
assertion('old-opensaml',
          sign_with={'inclusive': 'code ds kind rw saml samlp typens #default'})
for name, method, key in [
    ('rsa-sha384', MORE + 'rsa-sha384', 'rsa'), ('rsa-sha512', MORE + 'rsa-sha512', 'rsa'),
    ('ecdsa-sha256', MORE + 'ecdsa-sha256', 'p256'),
    ('ecdsa-sha384', MORE + 'ecdsa-sha384', 'p384'), ('ecdsa-sha512', MORE + 'ecdsa-sha512', 'p384'),
]:
    digest = {'256': ENC + 'sha256', '384': MORE + 'sha384', '512': ENC + 'sha512'}[name[-3:]]
    with_it = {'method': method, 'digest': digest}
    both(name, key, sign_inner=with_it, sign_outer=with_it)
