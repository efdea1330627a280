const waiting: (() => void)[] = [];

/**
 * Resolves when whoever calls may hold the event loop for one piece of work. Pieces of all messages
 * stand in one line, and between two of them timers and sockets have theirs: so nothing waits longer
 * than the longest piece takes, however many messages come at once.
 */
export function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(giveTurn);
  });
}

function giveTurn(): void {
  // What the resolved promise leads to runs before the next callback does.
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(giveTurn);
}
