/** An event that was refused because something else is recorded under its number or its id. */
export interface Conflict {
  readonly source: string;
  readonly sequence: number;
  readonly eventId: string;
  /** What was taken already; both if the number and the id are those of different events. */
  readonly taken: 'number' | 'id';
  /** Where what is recorded lies. */
  readonly index: number;
}
