import QRCode from 'qrcode';

/**
 * Draws a text as a QR code: `svg` for a page, `png` (about 400 pixels wide) where SVG cannot be shown. It is black on
 * white with a quiet zone of four modules, so that it also scans from a dark page.
 */
export async function drawQrCode(text: string): Promise<{ svg: Buffer; png: Buffer }> {
  const code = { errorCorrectionLevel: 'M', margin: 4 } as const;
  const svg = await QRCode.toString(text, { ...code, type: 'svg' });
  const png = await QRCode.toBuffer(text, { ...code, type: 'png', width: 400 });
  return { svg: Buffer.from(svg), png };
}
