/** A certificate as metadata and signatures carry it: base64 without the armour. */
export function certificateBody(pem: string): string {
  return pem.replaceAll(/-----[A-Z ]+-----|\s/g, '');
}

/** The other way round. */
export function certificatePem(body: string): string {
  const lines = body.replaceAll(/\s/g, '').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

/**
 * The certificates of one `X509Certificate` element, PEM. There should be one, bare (xmldsig-core1 4.5.4); providers
 * also write PEM armour, and several, one behind the other, whether armoured or not.
 * @returns undefined where what is there is no base64 of certificates
 */
export function certificatesIn(text: string): string[] | undefined {
  // Each value of base64 ends with armour or padding; what ends on a boundary goes on in the next.
  const values = text
    .split(/-----(?:BEGIN|END)[A-Z0-9 ]*-----/)
    .flatMap((part) => part.replaceAll(/\s/g, '').match(/[^=]+=*/g) ?? []);
  if (values.length === 0 || !values.every((value) => /^[A-Za-z0-9+/]+={0,2}$/.test(value))) {
    return undefined;
  }
  const certificates: string[] = [];
  let rest = Buffer.concat(values.map((value) => Buffer.from(value, 'base64')));
  while (rest.length > 0) {
    const length = sequenceLength(rest);
    if (length === undefined || length > rest.length) return undefined;
    certificates.push(certificatePem(rest.subarray(0, length).toString('base64')));
    rest = rest.subarray(length);
  }
  return certificates;
}

/** Octets of the SEQUENCE that DER begins with, its header included (X.690, 8.1.3); undefined: none. */
function sequenceLength(der: Buffer): number | undefined {
  const first = der[1];
  if (der[0] !== 0x30 || first === undefined) return undefined;
  if (first < 0x80) return 2 + first;
  const octets = first - 0x80;
  if (octets < 1 || octets > 3 || der.length < 2 + octets) return undefined;
  return 2 + octets + der.readUIntBE(2, octets);
}
