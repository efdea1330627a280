/** An event that was refused because its number or its id is already recorded with other content. */
export interface Conflict {
  readonly source: string;
  readonly sequence: number;
  readonly eventId: string;
  /** What was already taken. `both` if the number and the id belong to different events. */
  readonly taken: 'number' | 'id';
  /** Index of the recorded event. */
  readonly index: number;
}
