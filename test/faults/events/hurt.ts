import { setTimeout as sleep } from 'node:timers/promises';
import type { Logins } from './logins.js';
import { VICTIMS, type Victim, type Victims, type Wire } from './victims.js';

const TIMEOUT_MS = 25_000;
/** The number of answers between two kills, so that each kill could lose an event. */
const ANSWERS_BETWEEN = 10;

export interface Plan {
  readonly kills: number;
  readonly victims: readonly Victim[];
  /** Connections to cut and restore in between. */
  readonly wires: readonly Wire[];
  readonly random: () => number;
}

/**
 * Kills each victim once, in turn, then victims at random. Between two kills logins are answered again. One time in four
 * the next kill comes at once.
 * @returns who was killed
 */
export async function hurt(victims: Victims, logins: Logins, plan: Plan): Promise<string[]> {
  const { kills, random, wires } = plan;
  const killed: string[] = [];
  const order = shuffled(plan.victims, random);
  while (killed.length < kills) {
    const turn = order[killed.length];
    const name = await victims.kill(turn ?? pick(plan.victims, random));
    if (name !== undefined) killed.push(name);
    if (random() < 0.25) await cutAndMend(victims, wires, random);
    if (random() >= 0.25) await answersGoOn(logins);
    await sleep(200 + 800 * random());
  }
  return killed;
}

async function cutAndMend(
  victims: Victims,
  wires: readonly Wire[],
  random: () => number,
): Promise<void> {
  if (wires.length === 0) return;
  const wire = victims.wire(pick(wires, random));
  if (random() < 0.5) wire.cut();
  else wire.freeze();
  await sleep(300 + 1500 * random());
  wire.heal();
}

/** Waits until everything that was killed is back, and logins are decided, without help. */
export async function answersGoOn(logins: Logins): Promise<void> {
  const wanted = logins.answered + ANSWERS_BETWEEN;
  const until = performance.now() + TIMEOUT_MS;
  while (logins.answered < wanted) {
    if (performance.now() > until) throw new Error('logins are not answered any more');
    await sleep(50);
  }
}

export const EVERYONE: readonly Victim[] = VICTIMS;

function shuffled<T>(of: readonly T[], random: () => number): T[] {
  const keyed = of.map((each) => ({ each, key: random() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ each }) => each);
}

function pick<T>(from: readonly T[], random: () => number): T {
  return from[Math.floor(random() * from.length)] as T;
}
