import type Router from '@koa/router';
import type { Allowance } from '../../../libs/allowance/index.js';
import type { Translator } from '../../../libs/i18n/index.js';
import type { Log } from '../../../libs/log/index.js';
import type { ClientAddresses, Shares, Signer } from '../../../libs/web/index.js';
import type { LongWorks } from '../core/long-work.js';
import type { TrialStates } from '../core/trial-states.js';
import type { WorkView } from '../pages/work.js';
import type {
  Accounts,
  Acts,
  Clock,
  Evidence,
  Policies,
  Random,
  Record,
  Reminders,
  SignInClients,
  SignInPages,
} from '../ports.js';
import type { Sealer } from './cookies.js';

/** What the routes need. */
export interface PageParts {
  /** `https://console.example` */
  readonly origin: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly addresses: ClientAddresses;
  readonly translate: (language: Translator['language']) => Translator;
  readonly signer: Signer;
  readonly sealer: Sealer;
  readonly random: Random;
  readonly clock: Clock;
  readonly log: Log;
  /** How often a network may make the console ask the sign-in page. */
  readonly asked: Allowance;
  readonly signInPages: SignInPages;
  readonly record: Record;
  readonly accounts: Accounts;
  readonly acts: Acts;
  readonly signInClients: SignInClients;
  readonly policies: Policies;
  readonly reminders: Reminders;
  readonly evidence: Evidence;
  /** How long a page waits for the proof of a document before it is shown without. */
  readonly soonMs: number;
  /** Names this replica. */
  readonly replica: string;
  /** Rehearsals, proposals and looks at all accounts, on this replica. */
  readonly works: LongWorks<WorkView>;
  /** Whether trials are ready, as counted on this replica. */
  readonly trialStates: TrialStates;
  /** Files that an account has under way here, each of a look at all accounts. */
  readonly underWay: Shares;
  /** Who follows the record or long work here. */
  readonly followers: Shares;
}

export type Routes = Router;
