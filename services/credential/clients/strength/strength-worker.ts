import { answerInThread } from '../ask-thread.js';
import { strengthJudge } from './judge-strength.js';
import type { StrengthQuestion } from './strength-thread.js';

/* A thread that judges passwords, which takes time and much memory. */

const judge = strengthJudge();

answerInThread(({ password, words }: StrengthQuestion) => judge(password, words));
