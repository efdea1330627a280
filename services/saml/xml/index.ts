import type { Xml } from '../ports.js';
import { decrypt } from './decrypt.js';
import { deflate, inflate } from './deflate.js';
import { parse } from './parse.js';
import { schemaProblem } from './schema.js';
import { secondOpinion } from './second-opinion.js';
import { sign } from './sign.js';
import { signatureHolds } from './signature.js';
import { verify } from './verify.js';

/** libxml2 makes the decisions, xml-crypto gives the second opinion, samlify creates messages. */
export const xml: Xml = {
  deflate,
  inflate,
  parse,
  schemaProblem,
  verify,
  signatureHolds,
  secondOpinion: async (text, certificates) => secondOpinion(text, certificates),
  decrypt,
  sign,
};
