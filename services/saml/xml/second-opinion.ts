import samlify from 'samlify';
import { certificateBody } from '../core/pem.js';

const { SamlLib } = samlify;

/**
 * What samlify makes of a `Response`: the assertion that it finds signed, as text. Two
 * implementations, on two parsers, must agree before anybody is let in: a fault in one is not enough.
 */
export function secondOpinion(text: string, certificates: readonly string[]): string | undefined {
  for (const certificate of certificates) {
    const found = askFor(text, certificateBody(certificate));
    if (found !== undefined) return found;
  }
  return undefined;
}

function askFor(text: string, certificate: string): string | undefined {
  // Its first candidate decides: a second is asked for only when the first did not hold.
  let asked = 0;
  const metadata = {
    getX509Certificate: () => {
      asked += 1;
      if (asked > 1) throw new Error('the first signature does not hold');
      return certificate;
    },
  };
  try {
    const options = { metadata } as unknown as Parameters<typeof SamlLib.verifySignature>[1];
    const [verified, assertion] = SamlLib.verifySignature(text, options);
    return verified && assertion !== null ? assertion : undefined;
  } catch {
    return undefined;
  }
}
