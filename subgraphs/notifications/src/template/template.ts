/** An amount as stored with a message: minor units as digits, so that JSON loses none. */
export interface Amount {
  readonly amountMinor: string;
  readonly currency: string;
}

/** One line of a booking as a message tells it. */
export interface BookingLine {
  readonly title: string;
  /** ISO instant; null for goods. */
  readonly from: string | null;
  readonly timeZone: string | null;
  readonly gross: Amount;
}

/** What messages about a booking say. */
export interface BookingParams {
  readonly bookingId: string;
  readonly locator: string;
  readonly lines: readonly BookingLine[];
  readonly total: Amount;
}

/** What each template needs; checked at build, so no message has a hole. */
export interface TemplateParams {
  readonly 'verify-email': { readonly linkId: string };
  readonly 'reset-password': { readonly linkId: string };
  readonly 'password-changed': Record<string, never>;
  readonly welcome: Record<string, never>;
  readonly 'booking-held': BookingParams & { readonly holdExpiresAt: string };
  readonly 'hold-expiring': BookingParams & { readonly holdExpiresAt: string };
  readonly 'booking-expired': BookingParams;
  readonly 'booking-confirmed': BookingParams;
  readonly 'booking-cancelled': BookingParams & {
    readonly cancelled: readonly string[];
    readonly refund: Amount;
    readonly fee: Amount;
  };
  readonly 'payment-returned': BookingParams;
  readonly 'refund-paid': BookingParams & { readonly refund: Amount };
  readonly 'invoice-issued': BookingParams & { readonly number: string };
}

/** Name of a template. */
export type TemplateName = keyof TemplateParams;

/** Ways to a person that exist. */
export type Channel = 'EMAIL' | 'IN_APP';

/** Which ways each template goes. */
export const CHANNELS_OF: Readonly<Record<TemplateName, readonly Channel[]>> = {
  'verify-email': ['EMAIL'],
  'reset-password': ['EMAIL'],
  'password-changed': ['EMAIL', 'IN_APP'],
  welcome: ['EMAIL', 'IN_APP'],
  'booking-held': ['EMAIL', 'IN_APP'],
  'hold-expiring': ['EMAIL', 'IN_APP'],
  'booking-expired': ['IN_APP'],
  'booking-confirmed': ['EMAIL', 'IN_APP'],
  'booking-cancelled': ['EMAIL', 'IN_APP'],
  'payment-returned': ['EMAIL', 'IN_APP'],
  'refund-paid': ['EMAIL', 'IN_APP'],
  'invoice-issued': ['EMAIL', 'IN_APP'],
};

/** A message in one language, before it gets the form of a channel. */
export interface Message {
  /** Subject of a mail, title in the app. */
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** Pairs of label and value. */
  readonly facts?: readonly (readonly [string, string])[];
  /** What to do next; a path is of the web app. */
  readonly action?: { readonly label: string; readonly href: string };
}

/** What only exists at the moment of sending: it is never stored. */
export interface SendTimeFacts {
  /** The secret link of `verify-email` and `reset-password`. */
  readonly link?: string;
}

/** All texts of one language. */
export type Texts = {
  readonly [Name in TemplateName]: (params: TemplateParams[Name], write: Formats, facts: SendTimeFacts) => Message;
};

/** How one language writes amounts and times. */
export interface Formats {
  money(amount: Amount): string;
  /** Wall-clock time of a place with the zone's name (N-13). */
  time(instant: string, timeZone: string): string;
  lines(lines: readonly BookingLine[]): (readonly [string, string])[];
}
