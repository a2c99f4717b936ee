import { z } from 'zod';
import { expandParam, formAmount, formBoolean, listParams, metadataParam } from './params.js';

const cardNumbers = z.object({
  number: z.string(),
  exp_month: z.coerce.number().int(),
  exp_year: z.coerce.number().int(),
  cvc: z.string().optional(),
});

/** What a browser or merchant sends about a card. */
export const paymentMethodData = z.object({
  type: z.enum(['card', 'sepa_debit']),
  card: cardNumbers.optional(),
  sepa_debit: z.object({ iban: z.string() }).optional(),
  billing_details: z.unknown().optional(),
  metadata: metadataParam.optional(),
});

const confirmation = {
  payment_method: z.string().optional(),
  payment_method_data: paymentMethodData.optional(),
  payment_method_options: z.unknown().optional(),
  return_url: z.url().optional(),
  off_session: formBoolean.optional(),
};

const editable = {
  description: z.string().max(1_000).optional(),
  receipt_email: z.string().optional(),
  metadata: metadataParam.optional(),
  customer: z.string().optional(),
  statement_descriptor: z.string().max(22).optional(),
  statement_descriptor_suffix: z.string().max(22).optional(),
  setup_future_usage: z.string().optional(),
  transfer_group: z.string().optional(),
  allowed_payment_method_types: z.array(z.enum(['card', 'sepa_debit'])).optional(),
};

/** Parameters of `POST /v1/payment_intents`. */
export const Create = z.strictObject({
  ...expandParam,
  ...confirmation,
  ...editable,
  amount: formAmount,
  currency: z
    .string()
    .regex(/^[a-zA-Z]{3}$/)
    .toLowerCase(),
  capture_method: z.enum(['automatic', 'automatic_async', 'manual']).default('automatic_async'),
  confirmation_method: z.enum(['automatic', 'manual']).default('automatic'),
  automatic_payment_methods: z.object({ enabled: formBoolean, allow_redirects: z.string().optional() }).optional(),
  confirm: formBoolean.default(false),
});
/** Parameters of `POST /v1/payment_intents/:id`. */
export const Update = z.strictObject({
  ...expandParam,
  ...editable,
  amount: formAmount.optional(),
  payment_method: z.string().optional(),
});
/** Parameters of `POST /v1/payment_intents/:id/confirm`. */
export const Confirm = z.strictObject({
  ...expandParam,
  ...confirmation,
  client_secret: z.string().optional(),
  use_stripe_sdk: formBoolean.optional(),
});
/** Parameters of `GET /v1/payment_intents/:id`. */
export const Retrieve = z.strictObject({ ...expandParam, client_secret: z.string().optional() });
/** Parameters of `POST /v1/payment_intents/:id/capture`. */
export const Capture = z.strictObject({
  ...expandParam,
  amount_to_capture: formAmount.optional(),
  final_capture: formBoolean.optional(),
  metadata: metadataParam.optional(),
});
/** Parameters of `POST /v1/payment_intents/:id/cancel`. */
export const Cancel = z.strictObject({
  ...expandParam,
  cancellation_reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer', 'abandoned']).optional(),
});
/** Parameters of `GET /v1/payment_intents`. */
export const List = z.strictObject({ ...listParams, customer: z.string().optional() });
