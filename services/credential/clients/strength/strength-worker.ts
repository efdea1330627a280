import { parentPort } from 'node:worker_threads';
import { strengthJudge } from './judge-strength.js';
import type { StrengthAnswer, StrengthQuestion } from './strength-thread.js';

/* A thread that judges passwords, which takes time and much memory. */

const judge = strengthJudge();

parentPort?.on('message', ({ id, password, words }: StrengthQuestion) => {
  const answer: StrengthAnswer = { id, strength: judge(password, words) };
  parentPort?.postMessage(answer);
});
