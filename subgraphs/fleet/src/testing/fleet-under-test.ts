import { startTestSubgraph, type TestSubgraph, type TestViewer } from '@fleetgraph/kit/testing/start-test-subgraph';
import { startFleet } from '../main.js';

/** Staff who may read and write the fleet. */
export const MANAGER: TestViewer = { subject: 'manager', roles: ['FLEET_MANAGER'] };

/** A customer. */
export const CUSTOMER: TestViewer = { subject: 'customer', roles: ['CUSTOMER'] };

/** What a mutation answered: a success, or a refusal with its code. */
// biome-ignore lint/suspicious/noExplicitAny: tests read what their own selection asks for
export type Answer = { __typename: string; code?: string } & Record<string, any>;

/** Fleet on a real database, with words that tests use. */
export class FleetUnderTest {
  private constructor(readonly subgraph: TestSubgraph) {}

  static async start(): Promise<FleetUnderTest> {
    return new FleetUnderTest(
      await startTestSubgraph((options) => startFleet({ ...options, publicUrl: 'http://fleet.test' })),
    );
  }

  stop(): Promise<void> {
    return this.subgraph.stop();
  }

  /** Runs a query; any top-level error fails the test. */
  async ask(
    document: string,
    variables: Record<string, unknown> = {},
    as: TestViewer | undefined = MANAGER,
  ): Promise<Answer> {
    const call = as.subject === '' ? {} : { as };
    const { data, errors } = await this.subgraph.query<Answer>(document, variables, call);
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data as Answer;
  }

  /** Runs a mutation by its name and answers its payload. */
  async do(name: string, input: Record<string, unknown>, selection = '', as = MANAGER): Promise<Answer> {
    const Name = name.charAt(0).toUpperCase() + name.slice(1);
    const success = selection === '' ? '' : `... on ${Name}Success { ${selection} }`;
    const document = `mutation ($input: ${Name}Input!) { ${name}(input: $input) {
      __typename ${success} ... on UserError { code message } } }`;
    const answer = (await this.ask(document, { input }, as))[name];
    return answer;
  }

  /** The same for what must succeed; answers the one thing that it made. */
  async make(name: string, input: Record<string, unknown>, selection = 'id version'): Promise<Answer> {
    const fields: Record<string, string> = {
      addLocation: 'location',
      saveRatePlan: 'ratePlan',
      setTaxRate: 'taxRate',
      addCarClass: 'carClass',
      addCar: 'car',
      addBike: 'bike',
      saveAircraft: 'aircraft',
      addFlight: 'flight',
      addBay: 'bay',
      addTechnician: 'technician',
      addWorkshopService: 'service',
      addProduct: 'product',
      addProductVariant: 'variant',
      addCustomerVehicle: 'vehicle',
    };
    const field = fields[name] ?? name;
    const answer = await this.do(name, input, `${field} { ${selection} }`);
    if (answer[field] === undefined) throw new Error(`${name}: ${JSON.stringify(answer)}`);
    return answer[field];
  }
}
