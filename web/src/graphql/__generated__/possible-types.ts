export const possibleTypes: Record<string, string[]> = {
  "AddCarPayload": [
    "AddCarSuccess",
    "PlateTaken",
    "VinInvalid"
  ],
  "Bookable": [
    "Bike",
    "CarClass",
    "Flight",
    "ProductVariant",
    "WorkshopService"
  ],
  "BookingLine": [
    "BikeRide",
    "CarRental",
    "FlightSeat",
    "ShopOrder",
    "WorkshopAppointment"
  ],
  "CancelBookingPayload": [
    "CancelBookingSuccess",
    "IdempotencyConflict",
    "IllegalTransition",
    "StaleVersion"
  ],
  "GaragesNeededPayload": [
    "GarageCapacityShort",
    "GaragesNeeded"
  ],
  "HoldBasketPayload": [
    "HoldBasketSuccess",
    "IdempotencyConflict",
    "QuoteExpired",
    "Unavailable"
  ],
  "MarkNotificationReadPayload": [
    "MarkNotificationReadSuccess",
    "NotificationNotFound"
  ],
  "QuoteBasketPayload": [
    "OfferExpired",
    "QuoteBasketSuccess",
    "Unavailable"
  ],
  "RefundPaymentPayload": [
    "IdempotencyConflict",
    "RefundExceedsCapture",
    "RefundPaymentSuccess"
  ],
  "ReleaseHoldPayload": [
    "IdempotencyConflict",
    "IllegalTransition",
    "ReleaseHoldSuccess"
  ],
  "SeriesPayload": [
    "MetricUnknown",
    "Series",
    "TooManyGroups"
  ],
  "StartPaymentPayload": [
    "BookingNotPayable",
    "IdempotencyConflict",
    "StartPaymentSuccess"
  ],
  "UpdateProfilePayload": [
    "InputInvalid",
    "UpdateProfileSuccess"
  ],
  "UserError": [
    "BookingNotPayable",
    "GarageCapacityShort",
    "IdempotencyConflict",
    "IllegalTransition",
    "InputInvalid",
    "MetricUnknown",
    "NotificationNotFound",
    "OfferExpired",
    "PlateTaken",
    "QuoteExpired",
    "RefundExceedsCapture",
    "StaleVersion",
    "TooManyGroups",
    "Unavailable",
    "VinInvalid"
  ],
  "Vehicle": [
    "Car",
    "CustomerVehicle"
  ]
};
