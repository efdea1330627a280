/** For so long the same front-end, account, code and attempt get the same verdict. */
export const ATTEMPT_MS = 60_000;
