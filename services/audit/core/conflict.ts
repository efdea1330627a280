/** An event that was refused because its number or its id is already recorded with other content. */
export interface Conflict {
  readonly source: string;
  readonly sequence: number;
  readonly eventId: string;
  /** What was already taken: `number` also if the id is taken by yet another event. */
  readonly taken: 'number' | 'id';
  /** Index of the recorded event. */
  readonly index: number;
}
