/** Limits how many of something each network holds at a time. */
export interface Shares {
  /**
   * @returns a function that gives the slot back (calling it again does nothing), or undefined if the network has its
   * share
   */
  take(network: string): (() => void) | undefined;
}

/** @param most limit of one network */
export function openShares(most: number): Shares {
  const held = new Map<string, number>();
  return {
    take(network) {
      const before = held.get(network) ?? 0;
      if (before >= most) return undefined;
      held.set(network, before + 1);
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        const left = (held.get(network) ?? 1) - 1;
        if (left === 0) held.delete(network);
        else held.set(network, left);
      };
    },
  };
}
