/** A domain's accent colour as pages use it: behind white text on buttons, and for links on a dark background. */
export interface Accent {
  /** Has a contrast of at least 4.5 with the light background, with white, and with white text on it. */
  readonly onLight: string;
  /** Has a contrast of at least 4.5 with the dark background. */
  readonly onDark: string;
}

/** Luminance of `#f2f4f7`, the page's light background. */
const LIGHT = 0.903;
/** Luminance of `#15181d`, the page's dark background. */
const DARK = 0.0091;
const ENOUGH = 4.5;

/**
 * Darkens or lightens a colour in steps until text is legible with it (WCAG 2.2, 1.4.3).
 * @param colour `#rrggbb`
 * @returns undefined if the text is no colour
 */
export function accentOf(colour: string): Accent | undefined {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
  if (match === null) return undefined;
  const rgb = match.slice(1).map((hex) => Number.parseInt(hex, 16));
  return { onLight: until(rgb, LIGHT, 0), onDark: until(rgb, DARK, 255) };
}

function until(rgb: readonly number[], ground: number, towards: number): string {
  for (let part = 0; part <= 1; part += 0.02) {
    const mixed = rgb.map((value) => Math.round(value + (towards - value) * part));
    if (contrast(luminance(mixed), ground) >= ENOUGH) return format(mixed);
  }
  return format([towards, towards, towards]);
}

function contrast(one: number, other: number): number {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

/** Relative luminance (WCAG 2.2). */
function luminance(rgb: readonly number[]): number {
  const [r = 0, g = 0, b = 0] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function format(rgb: readonly number[]): string {
  return `#${rgb.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
