import { type Message } from './template.js';
import { plainBody } from './write-message.js';

/** A mail's two bodies. */
export interface MailBodies {
  readonly html: string;
  readonly text: string;
}

/** Gives a message the form of a mail: MJML for clients that show HTML, plain text for all others. */
export async function renderMail(message: Message, publicUrl: string): Promise<MailBodies> {
  const href = message.action && new URL(message.action.href, publicUrl).href;
  // A tenth of the whole system's code to load: with the first mail, not with the start.
  const { default: mjml2html } = await import('mjml');
  const { html } = await mjml2html(layout(message, href), { validationLevel: 'strict' });
  const text = [plainBody(message), ...(href === undefined ? [] : [`${message.action?.label}: ${href}`])].join('\n\n');
  return { html, text: `${text}\n` };
}

function layout({ title, paragraphs, facts = [], action }: Message, href: string | undefined): string {
  const rows = facts.map(
    ([label, value]) =>
      `<tr><td style="padding:4px 0">${escapeMarkup(label)}</td><td style="padding:4px 0;text-align:right">${escapeMarkup(value)}</td></tr>`,
  );
  return `<mjml>
    <mj-head>
      <mj-title>${escapeMarkup(title)}</mj-title>
      <mj-attributes><mj-all font-family="system-ui, sans-serif" /><mj-text font-size="16px" line-height="24px" color="#1a1b1e" /></mj-attributes>
    </mj-head>
    <mj-body background-color="#f8f9fa">
      <mj-section background-color="#ffffff" padding="32px 16px">
        <mj-column>
          <mj-text font-size="22px" line-height="30px" font-weight="600">${escapeMarkup(title)}</mj-text>
          ${paragraphs.map((paragraph) => `<mj-text>${escapeMarkup(paragraph)}</mj-text>`).join('\n')}
          ${rows.length === 0 ? '' : `<mj-table font-size="16px">${rows.join('')}</mj-table>`}
          ${action === undefined || href === undefined ? '' : `<mj-button background-color="#1864ab" font-size="16px" href="${escapeMarkup(href)}">${escapeMarkup(action.label)}</mj-button>`}
        </mj-column>
      </mj-section>
    </mj-body>
  </mjml>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeMarkup = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
