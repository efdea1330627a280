/** What comparing a secret gave. `rate-limited`: nothing was compared. */
export type Verdict = 'verified' | 'wrong' | 'wrong-service' | 'rate-limited';
