import type { FastifyInstance } from 'fastify';
import type { Sandbox } from '../sandbox.js';
import { registerAuthenticatePage } from './authenticate.page.js';
import { registerOverviewPage } from './overview.page.js';
import { registerPayPage } from './pay.page.js';

/** The pages that people see: the card form, the bank's page, the overview. */
export function registerPages(app: FastifyInstance, sandbox: Sandbox): void {
  registerPayPage(app, sandbox);
  registerAuthenticatePage(app, sandbox);
  registerOverviewPage(app, sandbox);
}
