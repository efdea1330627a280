/**
 * A set of cells, one bit each. The loops are plain, because long documents spend their time in
 * them.
 */
export type Bits = Uint32Array;

/** An empty set that can hold the cells 0 to `size` - 1. */
export function emptyBits(size: number): Bits {
  return new Uint32Array((size + 31) >>> 5);
}

/** Adds the cells from `first` up to, but not including, `end`. */
export function addRange(bits: Bits, first: number, end: number): void {
  for (let cell = first; cell < end; cell++) {
    bits[cell >>> 5] = (bits[cell >>> 5] as number) | (1 << (cell & 31));
  }
}

/** The cells that are in both sets. Both sets have the same size. */
export function intersect(x: Bits, y: Bits): Bits {
  const result = new Uint32Array(x.length);
  for (let i = 0; i < x.length; i++) result[i] = (x[i] as number) & (y[i] as number);
  return result;
}

/** The cells of `x` that are not in `y`. Both sets have the same size. */
export function subtract(x: Bits, y: Bits): Bits {
  const result = new Uint32Array(x);
  remove(result, y);
  return result;
}

/** Removes the cells of `y` from `x` in place. */
export function remove(x: Bits, y: Bits): void {
  for (let i = 0; i < x.length; i++) x[i] = (x[i] as number) & ~(y[i] as number);
}

/** The cells that are in either set. Both sets have the same size. */
export function unite(x: Bits, y: Bits): Bits {
  const result = new Uint32Array(x.length);
  for (let i = 0; i < x.length; i++) result[i] = (x[i] as number) | (y[i] as number);
  return result;
}

/** Whether the set holds no cell. */
export function isEmpty(bits: Bits): boolean {
  for (let i = 0; i < bits.length; i++) if (bits[i] !== 0) return false;
  return true;
}

/** Whether the sets share a cell. Both sets have the same size. */
export function overlap(x: Bits, y: Bits): boolean {
  for (let i = 0; i < x.length; i++) if (((x[i] as number) & (y[i] as number)) !== 0) return true;
  return false;
}

/** The cells of the set, in ascending order. */
export function cellsOf(bits: Bits): number[] {
  const cells: number[] = [];
  bits.forEach((word, index) => {
    for (let bit = 0; bit < 32; bit++) if ((word >>> bit) & 1) cells.push(32 * index + bit);
  });
  return cells;
}
