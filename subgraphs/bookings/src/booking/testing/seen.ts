/** What tests read of a booking. */
export const BOOKING = `fragment B on Booking {
  id locator state version holdExpiresAt partnerReference customer { id } total { amountMinor currency }
  timeline { title }
  lines { __typename id state title total { amountMinor } bookable { id }
    window { from { at local timeZone } to { at local timeZone } }
    ... on CarRental { car { id } pickUp { id } dropOff { id } }
    ... on FlightSeat { seat { designator state } }
    ... on WorkshopAppointment { vehicle { id } }
    ... on ShopOrder { quantity } } }`;

/** What tests read of a refusal. */
export const REFUSAL = `... on UserError { code message }
  ... on Unavailable { lines { bookable { id } alternatives { id kind bookable { id } seat total { amountMinor } window { from { local } } location { id } } } }`;

/** A line as tests read it. */
export interface SeenLine {
  __typename: string;
  id: string;
  state: string;
  title: string;
  total: { amountMinor: string };
  bookable: { id: string };
  window: {
    from: { at: string; local: string; timeZone: string };
    to: { at: string; local: string; timeZone: string };
  } | null;
  car?: { id: string };
  pickUp?: { id: string };
  dropOff?: { id: string };
  seat?: { designator: string; state: string };
}

/** A booking as tests read it. */
export interface SeenBooking {
  id: string;
  locator: string;
  state: string;
  version: number;
  holdExpiresAt: string | null;
  partnerReference: string | null;
  customer: { id: string } | null;
  total: { amountMinor: string; currency: string };
  timeline: { title: string }[];
  lines: SeenLine[];
}

/** A payload as tests read it. */
export interface SeenPayload {
  __typename: string;
  code?: string;
  message?: string;
  booking?: SeenBooking;
  quote?: {
    id: string;
    total: { amountMinor: string };
    expiresAt: string;
    lines: {
      total: { amountMinor: string };
      charges: { code: string; amount: { amountMinor: string }; tax: { amountMinor: string }; rule: string }[];
      cancellation: { until: { local: string } | null; refund: { amountMinor: string } }[];
    }[];
  };
  refund?: { amountMinor: string };
  lines?: { bookable: { id: string }; alternatives: SeenOffer[] }[];
  [key: string]: unknown;
}

/** An offer as tests read it. */
export interface SeenOffer {
  id: string;
  kind: string;
  bookable: { id: string };
  seat: string | null;
  unitsLeft: number;
  total: { amountMinor: string };
  window: { from: { local: string; at: string }; to: { local: string } | null } | null;
  location: { id: string };
}
