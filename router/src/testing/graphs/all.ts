import type { DifferentialGraph } from '../differential.js';
import { ABSTRACTS } from './abstracts.js';
import { CATALOGUE } from './catalogue.js';
import { CHAINS } from './chains.js';
import { answerChains } from './chains-reference.js';
import { CIRCLES } from './circles.js';
import { CONTEXTS } from './contexts.js';
import { answerContexts } from './contexts-reference.js';
import { INPUTS } from './inputs.js';
import { KEYS } from './keys.js';
import { LEDGER, resetLedger } from './ledger.js';
import { ODDITIES } from './oddities.js';
import { PROVIDED } from './provided.js';
import { REQUIREMENTS } from './requirements.js';
import { SHOP } from './shop.js';

/** Every supergraph on which answers are compared with plain @apollo/gateway, or with another reference. */
export const DIFFERENTIAL_GRAPHS: readonly DifferentialGraph[] = [
  { name: 'shop', definitions: SHOP },
  { name: 'catalogue', definitions: CATALOGUE, without: ['private'] }, // plain @apollo/gateway answers it to everybody
  { name: 'keys', definitions: KEYS },
  // Plain @apollo/gateway answers these two wrongly below `shipped`.
  { name: 'requirements', definitions: REQUIREMENTS, without: ['seal', 'tax'] },
  { name: 'requirements in a chain', definitions: REQUIREMENTS, without: ['shipped'] },
  { name: 'provided', definitions: PROVIDED },
  { name: 'abstracts', definitions: ABSTRACTS },
  { name: 'inputs', definitions: INPUTS },
  { name: 'circles', definitions: CIRCLES },
  { name: 'contexts', definitions: CONTEXTS, reference: answerContexts },
  { name: 'chains', definitions: CHAINS, reference: answerChains },
  { name: 'ledger', definitions: LEDGER, reset: resetLedger },
  { name: 'oddities', definitions: ODDITIES },
];
