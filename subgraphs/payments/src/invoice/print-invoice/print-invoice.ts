import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { type Invoice, InvoiceKind } from '../invoice.entity.js';
import { formatMoney } from './format-money.js';

/** Who issues a document, as a row of `legal_entity`. */
export interface LegalEntity {
  readonly name: string;
  readonly address: string;
  readonly vat_id: string;
}

/** Everything that stands on a document. */
export interface Printable {
  /** With its lines, taxes and the invoice it corrects loaded. */
  readonly invoice: Invoice;
  readonly issuer: LegalEntity;
  readonly recipient: string;
  /** Six characters by which people name the booking. */
  readonly locator: string;
}

// Embedded, because the standard fonts of PDF lack most letters of European names.
const FONTS = join(dirname(createRequire(import.meta.url).resolve('pdfmake/package.json')), 'fonts', 'Roboto');

/** Large, so it is loaded with the first document, not with the start. */
async function loadPrinter() {
  const { default: printer } = await import('pdfmake');
  printer.setFonts({
    Roboto: { normal: join(FONTS, 'Roboto-Regular.ttf'), bold: join(FONTS, 'Roboto-Medium.ttf') },
  });
  // A document consists of what is given here: nothing is fetched, no other file is read.
  printer.setUrlAccessPolicy(() => false);
  printer.setLocalAccessPolicy((path) => path.startsWith(FONTS + sep));
  return printer;
}

/** Prints an invoice or credit note as PDF. */
export async function printInvoice(printable: Printable): Promise<Buffer> {
  const { invoice, issuer, recipient, locator } = printable;
  const title = invoice.kind === InvoiceKind.INVOICE ? 'Invoice' : 'Credit note';
  const printer = await loadPrinter();
  return printer
    .createPdf({
      info: { title: `${title} ${invoice.number}`, author: issuer.name, creationDate: invoice.issuedAt },
      defaultStyle: { font: 'Roboto', fontSize: 10, lineHeight: 1.2 },
      pageMargins: [56, 56, 56, 56],
      content: [
        { text: issuer.name, fontSize: 14, bold: true },
        { text: `${issuer.address}\nVAT ID ${issuer.vat_id}`, color: '#555555', margin: [0, 0, 0, 28] },
        { text: recipient, margin: [0, 0, 0, 28] },
        { text: `${title} ${invoice.number}`, fontSize: 18, bold: true, margin: [0, 0, 0, 6] },
        { text: subtitle(invoice, locator), color: '#555555', margin: [0, 0, 0, 14] },
        lineTable(invoice),
        taxTable(invoice),
      ],
    })
    .getBuffer();
}

function subtitle({ issuedOn, corrects }: Invoice, locator: string): string {
  const correction = corrects === null ? '' : `\nCorrects invoice ${corrects.number}`;
  return `Issued on ${issuedOn}\nBooking ${locator}${correction}`;
}

function lineTable({ lines, currency }: Invoice): object {
  const body = lines.map(({ position, title, taxRateBps, grossMinor }) => [
    String(position),
    title,
    right(rate(taxRateBps)),
    right(formatMoney(grossMinor, currency)),
  ]);
  const head = ['#', 'Description', right('Tax rate'), right('Amount with tax')];
  return {
    layout: 'lightHorizontalLines',
    table: { headerRows: 1, widths: [20, '*', 60, 100], body: [head, ...body] },
    margin: [0, 0, 0, 14],
  };
}

function taxTable({ taxes, currency, netMinor, taxMinor, grossMinor }: Invoice): object {
  const money = (amountMinor: bigint) => right(formatMoney(amountMinor, currency));
  const body = taxes.map((tax) => [
    `${tax.taxCategory} ${rate(tax.taxRateBps)}`,
    money(tax.netMinor),
    money(tax.taxMinor),
    '',
  ]);
  const total = ['Total', money(netMinor), money(taxMinor), { ...money(grossMinor), bold: true }];
  return {
    layout: 'lightHorizontalLines',
    table: {
      headerRows: 1,
      widths: ['*', 90, 90, 100],
      body: [['Tax', right('Net'), right('Tax'), right('With tax')], ...body, total],
    },
  };
}

const right = (text: string) => ({ text, alignment: 'right' });
const rate = (bps: number): string => `${(bps / 100).toLocaleString('en')} %`;
