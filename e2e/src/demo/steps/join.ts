import { DEMO_PEOPLE } from '@fleetgraph/local/system/demo-accounts';
import { WhoAmIDocument } from '../../client/__generated__/graphql.js';
import type { Graph } from '../../client/graph.js';
import { Mailbox } from '../../client/mailbox.js';
import { confirmEmail, register } from '../../client/register.js';
import { graphOf } from '../../client/sign-in.js';
import { expectThat, type RunStep } from '../run-steps.js';

/** The people of the demo as the graph knows them. */
export interface Cast {
  readonly customer: Graph;
  readonly email: string;
  readonly rival: Graph;
  readonly mailbox: Mailbox;
}

/** A stranger becomes a customer by the pages and the mailbox. */
export async function join(step: RunStep, origin: string): Promise<Cast> {
  const mailbox = new Mailbox(origin);
  const email = `dora.${Date.now().toString(36)}@demo.example`;
  const person = { name: 'Dora Demo', email, password: 'seven slow bicycles' };

  await step('register by the pages', async (tell) => {
    await register(origin, person);
    tell(email);
  });
  await step('confirm by the link in the mail', () => confirmEmail(origin, mailbox, email));
  const customer = await step('sign in by OpenID Connect with PKCE', async (tell) => {
    const graph = await graphOf(origin, person);
    const { me } = await graph.ask(WhoAmIDocument, {});
    expectThat(me?.isEmailVerified === true, 'The address is not confirmed.');
    tell(`${me.displayName}, ${me.roles?.join(', ')}`);
    return graph;
  });
  const rival = await step('a second customer signs in', () => graphOf(origin, DEMO_PEOPLE.customer2));
  return { customer, email, rival, mailbox };
}
