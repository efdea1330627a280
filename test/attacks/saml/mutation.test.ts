import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Parts } from '../../../services/saml/assemble.js';
import { childOf, type Element } from '../../../services/saml/core/element.js';
import { DS, SAML } from '../../../services/saml/core/uris.js';
import { consume } from '../../../services/saml/testing.js';
import { xml as reader } from '../../../services/saml/xml/index.js';
import { seededNumbers } from '../../properties/seed.js';
import { capture, EVE, openStage, type Post, type Stage } from './stage.js';

/**
 * Each `SUITE_SEED` makes other mutants. `SAML_MUTANTS=100000 npx vitest run …/mutation.test.ts` makes more of them.
 */
const MUTANTS = Number(process.env.SAML_MUTANTS ?? 2_000);

let stage: Stage;
let forgetful: Parts;

beforeAll(async () => {
  stage = await openStage();
  const { store } = stage.saml;
  const [settings, keys] = [await store.settings('a.tld'), await store.keys('a.tld')];
  // Nothing is marked as used, so that each mutant is judged by its contents alone.
  forgetful = {
    ...stage.saml,
    store: {
      ...store,
      settings: async () => settings,
      keys: async () => keys,
      consume: async () => true,
    },
  };
});
afterAll(() => stage?.close());

it(
  `accepts none of ${MUTANTS} mutants that say anything but what was signed`,
  async () => {
    const number = seededNumbers('mutants of a SAML response');
    const pick = (below: number) => Math.floor(number() * below);
    const posts = [await capture(stage), await capture(stage, { shape: { sign: 'both' } })];
    let accepted = 0;
    for (let n = 0; n < MUTANTS; n += 1) {
      const original = posts[n % 2] as Post;
      const mutant = mutate(`${original.xml}`, pick);
      const samlResponse = Buffer.from(Buffer.from(mutant).toString('base64'));
      const { login, relayState } = original;
      // Each comes from another address, as one address may not send so many.
      const change = { address: `client ${n}` };
      const verdict = await consume(forgetful, login, { samlResponse, relayState }, change);
      if (verdict.verdict !== 'verified') continue;
      accepted += 1;
      expect(verdict.account).toBe(EVE);
      expect(said(mutant), mutant).toEqual(said(`${original.xml}`));
    }
    // Some mutants keep the meaning: white space in a tag, or another prefix in an unsigned place.
    expect(accepted).toBeGreaterThan(0);
    expect(accepted).toBeLessThan(MUTANTS / 2);
  },
  // The time limit only ends a test that hangs.
  MUTANTS * 1_000,
);

/** What the assertion says, as a tree without its own signature. */
function said(xml: string): unknown {
  const parsed = reader.parse(xml);
  const assertion = 'root' in parsed ? childOf(parsed.root, SAML, 'Assertion') : undefined;
  return assertion && withoutSignature(assertion);
}

function withoutSignature(element: Element): Element {
  const children = element.children.filter(
    ({ namespace, name }) => !(namespace === DS && name === 'Signature'),
  );
  // Attributes have no order, so they are sorted.
  const attributes = element.attributes.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return { ...element, attributes, children: children.map(withoutSignature) };
}

type Pick = (below: number) => number;

const MUTATORS: readonly ((xml: string, pick: Pick) => string)[] = [
  // Changes, adds or removes a character.
  (xml, pick) => splice(xml, pick(xml.length), 1, String.fromCharCode(32 + pick(95))),
  (xml, pick) => splice(xml, pick(xml.length), 0, String.fromCharCode(32 + pick(95))),
  (xml, pick) => splice(xml, pick(xml.length), 1 + pick(4), ''),
  // Adds white space.
  (xml, pick) => atOneOf(xml, / |>/g, pick, (found) => `${found === '>' ? ' >' : '  '}`),
  (xml, pick) => atOneOf(xml, /></g, pick, () => '>\n<'),
  // Doubles, removes or moves an element.
  (xml, pick) => atOneOf(xml, ELEMENT, pick, (found) => found + found),
  (xml, pick) => atOneOf(xml, ELEMENT, pick, () => ''),
  (xml, pick) => {
    let moved = '';
    const without = atOneOf(xml, ELEMENT, pick, (found) => {
      moved = found;
      return '';
    });
    return atOneOf(without, /></g, pick, () => `>${moved}<`);
  },
  // Swaps two values.
  (xml, pick) => {
    const values = xml.match(/"[^"]*"/g) ?? [];
    const other = values[pick(values.length)] ?? '""';
    return atOneOf(xml, /"[^"]*"/g, pick, () => other);
  },
  // Writes a character as a reference.
  (xml, pick) =>
    atOneOf(xml, />[^<]+</g, pick, (found) => `>&#${found.charCodeAt(1)};${found.slice(2)}`),
  (xml, pick) => atOneOf(xml, />[^<]+</g, pick, (found) => `><!--x-->${found.slice(1)}`),
];

const ELEMENT = /<([A-Za-z]+:[A-Za-z0-9]+)(?: [^>]*)?(?:\/>|>[^<]*<\/\1>)/g;

function mutate(xml: string, pick: Pick): string {
  let mutant = xml;
  for (let times = 1 + pick(2); times > 0; times -= 1) {
    mutant = MUTATORS[pick(MUTATORS.length)]?.(mutant, pick) ?? mutant;
  }
  return mutant;
}

function splice(xml: string, at: number, length: number, text: string): string {
  return xml.slice(0, at) + text + xml.slice(at + length);
}

function atOneOf(
  xml: string,
  pattern: RegExp,
  pick: Pick,
  change: (found: string) => string,
): string {
  const found = [...xml.matchAll(pattern)];
  const match = found[pick(found.length)];
  return match === undefined ? xml : splice(xml, match.index, match[0].length, change(match[0]));
}
