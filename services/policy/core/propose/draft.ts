import { SERVICES, type Service } from '../../../../libs/names/services.js';
import type { Combination, Trust } from '../../../../libs/policy/language/words.js';
import { alternativesOf, isWeak, type Use } from './evidence.js';
import { networksFound } from './networks-found.js';

/** A rule before it is written out. */
export interface DraftRule {
  readonly name: string;
  readonly accounts?: readonly string[];
  readonly services: readonly Service[];
  readonly from?: readonly string[];
  readonly when?: Trust;
  readonly require?: readonly Combination[];
  readonly deny?: string;
}

export interface DraftAssertion {
  readonly services: readonly Service[];
  readonly outside?: readonly string[];
  readonly unless?: readonly Trust[];
  readonly except?: readonly string[];
  readonly with?: readonly ('password' | 'app-password')[];
}

/** A document before it is written out. */
export interface Draft {
  readonly networks: Readonly<Record<string, readonly string[]>>;
  readonly rules: readonly DraftRule[];
  /** Assertions the document may prove. Only those that it does prove are written. */
  readonly never: readonly DraftAssertion[];
}

/** Where a webmail opens mail from, under the document in force. */
export interface SessionPlace {
  readonly name: string;
  readonly ranges: readonly string[];
}

/** The most people named in a rule because they need something the others do not. */
const MOST_EXCEPTED = 20;
const KNOWN = 'known';

/**
 * Drafts the tightest rules that allow each recorded use again. From the networks where people were seen, one factor is
 * enough. From elsewhere, the rules require what was used there, and name the people who needed less than the others. A
 * service that nobody used gets no rule.
 *
 * @param exempt accounts by service that are named whatever they used
 */
export function draftOf(
  uses: readonly Use[],
  webmail: SessionPlace | undefined,
  exempt: ReadonlyMap<Service, ReadonlySet<string>> = new Map(),
): Draft {
  const plain = uses.filter(({ combination }) => combination !== 'session');
  const ranges = networksFound(plain.filter(({ combination }) => isWeak(combination)));
  const known = new Set(ranges);
  const rules: DraftRule[] = [];
  const never: DraftAssertion[] = [];
  const used = SERVICES.filter((service) => uses.some((use) => use.service === service));
  const opened = used.filter((service) =>
    uses.some((use) => use.service === service && use.combination === 'session'),
  );
  const nets: Record<string, readonly string[]> = {};
  if (webmail !== undefined && opened.length > 0) {
    nets[webmail.name] = webmail.ranges;
    rules.push({
      ...{ name: 'what a webmail opens', services: opened, from: [webmail.name] },
      require: ['session'],
    });
  }
  for (const service of used) {
    const own = plain.filter((use) => use.service === service);
    const part = serviceRules(service, own, { known, exempt: exempt.get(service) ?? new Set() });
    rules.push(...part.rules);
    never.push(...part.never);
  }
  if (rules.some(({ from }) => from?.includes(KNOWN))) nets[KNOWN] = ranges;
  const unused = SERVICES.filter((service) => !used.includes(service));
  if (unused.length > 0) {
    rules.push({ name: 'services that nobody used', services: unused, deny: DENIED });
    never.push({ services: unused });
  }
  return { networks: nets, rules: joinAlike(rules), never };
}

const DENIED = 'This service is not in use here.';

function serviceRules(
  service: Service,
  uses: readonly Use[],
  { known, exempt }: { known: ReadonlySet<string>; exempt: ReadonlySet<string> },
): { rules: DraftRule[]; never: DraftAssertion[] } {
  const isKnown = ({ prefix }: Use) => known.has(prefix);
  const weak = new Set(
    uses
      .filter((use) => isWeak(use.combination) && use.carrier === undefined && !isKnown(use))
      .map(({ account }) => account),
  );
  const named = weak.size > MOST_EXCEPTED ? exempt : new Set([...weak, ...exempt]);
  const others = uses.filter(({ account }) => !named.has(account));
  const less = others.some((use) => isKnown(use) && isWeak(use.combination));
  const away = less ? others.filter((use) => !isKnown(use)) : others;
  const rules: DraftRule[] = [];
  const services = [service];
  const add = (name: string, over: Partial<DraftRule>, of: readonly Use[]) => {
    if (of.length > 0) rules.push({ name, ...over, services, require: alternativesOf(of) });
  };
  add(
    `${service}: for some people`,
    { accounts: [...named].sort() },
    uses.filter(({ account }) => named.has(account)),
  );
  if (less) add(`${service}: where people work`, { from: [KNOWN] }, others.filter(isKnown));
  for (const when of ['trusted-ip', 'trusted-device'] as const) {
    add(
      `${service}: ${when}`,
      { when },
      away.filter(({ carrier }) => carrier === when),
    );
  }
  add(
    service,
    {},
    away.filter(({ carrier }) => carrier === undefined),
  );
  const unless = rules.flatMap(({ when }) => (when === undefined ? [] : [when]));
  return {
    rules,
    never: (['password', 'app-password'] as const).map((factor) => ({
      services,
      ...(less ? { outside: [KNOWN] } : {}),
      ...(unless.length > 0 ? { unless } : {}),
      ...(named.size > 0 ? { except: [...named].sort() } : {}),
      with: [factor],
    })),
  };
}

/** Joins rules of different services that require the same, if no rule between them prevents it. */
function joinAlike(rules: readonly DraftRule[]): DraftRule[] {
  const joined: DraftRule[] = [];
  const asks = ({ name: _, services: __, ...rest }: DraftRule) => JSON.stringify(rest);
  for (const rule of rules) {
    const same = joined.findIndex((other) => asks(other) === asks(rule));
    const first = joined[same];
    // A rule may move before rules of other services, which match none of its logins, but must stay behind all rules of
    // its own services.
    const own = (one: DraftRule) => one.services.some((service) => rule.services.includes(service));
    if (first === undefined || rule.accounts !== undefined || joined.slice(same).some(own)) {
      joined.push(rule);
    } else {
      const services = [...first.services, ...rule.services];
      joined[same] = {
        ...first,
        services,
        name: first.name.replace(/^[A-Za-z, ]+/, services.join(', ')),
      };
    }
  }
  return joined;
}
