import { defineJob } from '@fleetgraph/kit/jobs/schedule';
import { postOf } from './post.js';
import { sendEmail } from './send-email.js';

/** Sends a planned mail; tried for about a day. */
export const sendEmailJob = defineJob<{ readonly notificationId: string }>({
  name: 'send-email',
  maxAttempts: 11,
  run: (em, { notificationId }, { options }) => sendEmail(em, postOf(options), notificationId),
});
