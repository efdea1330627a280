/** Where the words of a block are while it is mixed: word `i` of a block is word `SHUFFLED[i]` of Salsa20. */
export const SHUFFLED = Uint8Array.from({ length: 16 }, (_, i) => (i * 5) % 16);

/** The quarter-rounds of a double round: columns, then rows (D. J. Bernstein, "The Salsa20 core"). */
const QUARTERS = [
  ...[0, 4, 8, 12, 5, 9, 13, 1, 10, 14, 2, 6, 15, 3, 7, 11],
  ...[0, 1, 2, 3, 5, 6, 7, 4, 10, 11, 8, 9, 15, 12, 13, 14],
];

const x = new Int32Array(16);

/** Applies the Salsa20 core to the 16 shuffled words of `block` from `at`. */
export function salsa20(block: Int32Array, at: number, rounds: number): void {
  for (let i = 0; i < 16; i++) x[SHUFFLED[i] as number] = block[at + i] as number;
  for (let done = 0; done < rounds; done += 2) {
    for (let q = 0; q < 32; q += 4) {
      const [a, b, c, d] = [QUARTERS[q], QUARTERS[q + 1], QUARTERS[q + 2], QUARTERS[q + 3]] as [
        ...[number, number, number, number],
      ];
      mix(b, a, d, 7);
      mix(c, b, a, 9);
      mix(d, c, b, 13);
      mix(a, d, c, 18);
    }
  }
  for (let i = 0; i < 16; i++) {
    block[at + i] = ((block[at + i] as number) + (x[SHUFFLED[i] as number] as number)) | 0;
  }
}

function mix(to: number, one: number, other: number, by: number): void {
  const sum = ((x[one] as number) + (x[other] as number)) | 0;
  x[to] = (x[to] as number) ^ ((sum << by) | (sum >>> (32 - by)));
}
