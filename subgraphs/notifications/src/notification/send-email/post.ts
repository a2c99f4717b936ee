import type { SubgraphOptions } from '@fleetgraph/kit/config/subgraph-options';
import { createTransport } from 'nodemailer';
import type { NotificationsOptions } from '../../config.js';
import { type Directory, openDirectory } from '../../directory/directory.js';

/** One mail ready to go. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** Stays the same when a mail is sent again after a crash: mail stores then keep one. */
  readonly messageId: string;
}

/** What sending needs of the world outside. */
export interface Post {
  readonly directory: Directory;
  readonly publicUrl: string;
  send(mail: Mail): Promise<void>;
}

const posts = new WeakMap<SubgraphOptions, Post>();

/** The post of a running subgraph; jobs get its options. */
export function postOf(options: SubgraphOptions): Post {
  const known = posts.get(options);
  if (known !== undefined) return known;
  // `startNotifications` is the only one that runs these jobs.
  const post = openPost(options as NotificationsOptions);
  posts.set(options, post);
  return post;
}

function openPost(options: NotificationsOptions): Post {
  const transport = createTransport({
    ...options.smtp,
    connectionTimeout: 5_000,
    greetingTimeout: 5_000,
    socketTimeout: 10_000,
  });
  return {
    directory: openDirectory(options),
    publicUrl: options.publicUrl,
    async send({ to, ...mail }) {
      await transport.sendMail({ from: options.mailFrom, to: { name: '', address: to }, ...mail });
    },
  };
}
