/** The name of the nth domain. */
export function domainName(n: number): string {
  return `d${n}.example`;
}

/** An ISP's typical document: 5 rules, 10 ranges. */
export function documentOf(n: number): string {
  const [a, b] = [(n >> 8) & 255, n & 255];
  const name = domainName(n);
  const v6 = `2001:db8:${((n % 0xfffe) + 1).toString(16)}::/48`;
  return `domain: ${name}
networks:
  office: [10.${a}.${b}.0/25, 10.${a}.${b}.128/26, 172.16.${b}.0/24, "${v6}"]
  branch: [192.0.2.0/28, 192.0.2.64/28, 198.51.100.0/26, 198.51.100.128/28]
  helpdesk: [203.0.113.10/32, 203.0.113.12/32]
rules:
  - { name: office, from: [office, branch], require: password }
  - { name: helpdesk, accounts: [helpdesk@${name}], services: [SOAP], from: [helpdesk], require: password }
  - { name: home, when: trusted-ip, services: [Imap, Smtp], require: password }
  - { name: mobile, services: [EAS], require: app-password }
  - { name: web, services: [WebUI], require: [password + otp, saml] }
trust:
  ip: { default: 24h, max: 48h }
`;
}

/**
 * One domain with this many separate ranges, half in each of two templates, because the length of a
 * text is limited.
 */
export function documentsWithRanges(ranges: number): string[] {
  const cidrs = Array.from({ length: ranges }, (_, n) => rangeAt(n));
  const half = Math.ceil(ranges / 2);
  return [
    `template: places\nnetworks:\n  office: [${cidrs.slice(0, half).join(', ')}]\n`,
    `template: more\nnetworks:\n  branch: [${cidrs.slice(half).join(', ')}]\n`,
    `domain: ${domainName(0)}
extends: [places, more]
rules:
  - { name: closed, from: [branch], services: [Cli], deny: Not from here. }
  - { name: office, from: [office, branch], require: password }
  - { name: home, when: trusted-ip, services: [Imap, Smtp], require: password }
  - { name: mobile, services: [EAS], require: app-password }
  - { name: web, services: [WebUI], require: [password + otp, saml] }
trust:
  ip: { default: 24h, max: 48h }
`,
  ];
}

/** Every other /24 from 10.0.0.0 on, so that none touches the next. */
function rangeAt(n: number): string {
  const block = (10 << 16) + 2 * n;
  return `${block >>> 16}.${(block >>> 8) & 255}.${block & 255}.0/24`;
}

/** An address in the nth range, or in the gap after it. */
export function addressAt(n: number, inside: boolean): string {
  const block = (10 << 16) + 2 * n + (inside ? 0 : 1);
  return `${block >>> 16}.${(block >>> 8) & 255}.${block & 255}.7`;
}
