export const possibleTypes: Record<string, string[]> = {
  "AddBayPayload": [
    "AddBaySuccess",
    "InputInvalid",
    "SupplyDuplicate",
    "SupplyNotFound"
  ],
  "AddBikePayload": [
    "AddBikeSuccess",
    "InputInvalid",
    "SupplyNotFound"
  ],
  "AddCarClassPayload": [
    "AddCarClassSuccess",
    "InputInvalid",
    "SupplyDuplicate",
    "SupplyNotFound"
  ],
  "AddCarPayload": [
    "AddCarSuccess",
    "InputInvalid",
    "PlateTaken",
    "SupplyNotFound",
    "VinInvalid"
  ],
  "AddCustomerVehiclePayload": [
    "AddCustomerVehicleSuccess",
    "InputInvalid",
    "PlateTaken",
    "VinInvalid"
  ],
  "AddFlightPayload": [
    "AddFlightSuccess",
    "InputInvalid",
    "SupplyDuplicate",
    "SupplyNotFound"
  ],
  "AddLocationPayload": [
    "AddLocationSuccess",
    "InputInvalid",
    "SupplyDuplicate"
  ],
  "AddProductPayload": [
    "AddProductSuccess",
    "InputInvalid",
    "SupplyDuplicate"
  ],
  "AddProductVariantPayload": [
    "AddProductVariantSuccess",
    "InputInvalid",
    "SupplyDuplicate",
    "SupplyNotFound"
  ],
  "AddTechnicianPayload": [
    "AddTechnicianSuccess",
    "InputInvalid",
    "SupplyNotFound"
  ],
  "AddWorkshopServicePayload": [
    "AddWorkshopServiceSuccess",
    "InputInvalid",
    "SupplyDuplicate",
    "SupplyNotFound"
  ],
  "AssignRolesPayload": [
    "AssignRolesSuccess",
    "InputInvalid",
    "OrganisationNotFound",
    "OwnRights",
    "UserNotFound"
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
    "InputInvalid",
    "StaleVersion"
  ],
  "ChangeVehicleStatePayload": [
    "ChangeVehicleStateSuccess",
    "IllegalTransition",
    "SupplyNotFound",
    "SupplyVersionStale"
  ],
  "CreateApiClientPayload": [
    "CreateApiClientSuccess",
    "InputInvalid",
    "OrganisationNotFound"
  ],
  "DisableApiClientPayload": [
    "ApiClientNotFound",
    "DisableApiClientSuccess"
  ],
  "EditBayPayload": [
    "EditBaySuccess",
    "InputInvalid",
    "SupplyDuplicate",
    "SupplyNotFound",
    "SupplyVersionStale"
  ],
  "EditBikePayload": [
    "EditBikeSuccess",
    "InputInvalid",
    "SupplyNotFound",
    "SupplyVersionStale"
  ],
  "EditCarClassPayload": [
    "EditCarClassSuccess",
    "InputInvalid",
    "SupplyNotFound",
    "SupplyVersionStale"
  ],
  "EditCarPayload": [
    "EditCarSuccess",
    "InputInvalid",
    "PlateTaken",
    "SupplyNotFound",
    "SupplyVersionStale",
    "VinInvalid"
  ],
  "EditCustomerVehiclePayload": [
    "EditCustomerVehicleSuccess",
    "InputInvalid",
    "PlateTaken",
    "SupplyNotFound",
    "SupplyVersionStale",
    "VinInvalid"
  ],
  "EditFlightPayload": [
    "EditFlightSuccess",
    "InputInvalid",
    "SupplyDuplicate",
    "SupplyNotFound",
    "SupplyVersionStale"
  ],
  "EditLocationPayload": [
    "EditLocationSuccess",
    "InputInvalid",
    "SupplyNotFound",
    "SupplyVersionStale"
  ],
  "EditProductPayload": [
    "EditProductSuccess",
    "InputInvalid",
    "SupplyDuplicate",
    "SupplyNotFound",
    "SupplyVersionStale"
  ],
  "EditProductVariantPayload": [
    "EditProductVariantSuccess",
    "InputInvalid",
    "SupplyNotFound",
    "SupplyVersionStale"
  ],
  "EditTechnicianPayload": [
    "EditTechnicianSuccess",
    "InputInvalid",
    "SupplyNotFound",
    "SupplyVersionStale"
  ],
  "EditWorkshopServicePayload": [
    "EditWorkshopServiceSuccess",
    "InputInvalid",
    "SupplyDuplicate",
    "SupplyNotFound",
    "SupplyVersionStale"
  ],
  "GaragesNeededPayload": [
    "GarageCapacityInvalid",
    "GarageCapacityShort",
    "GaragesNeeded",
    "SupplyNotFound"
  ],
  "HandOverPayload": [
    "HandOverSuccess",
    "IdempotencyConflict",
    "IllegalTransition",
    "InputInvalid",
    "UnitNotReady"
  ],
  "HoldBasketPayload": [
    "BookingLimitReached",
    "HoldBasketSuccess",
    "IdempotencyConflict",
    "InputInvalid",
    "PartnerReferenceTaken",
    "QuoteExpired",
    "Unavailable"
  ],
  "ImportAirportsPayload": [
    "ImportReport",
    "InputInvalid"
  ],
  "ImportFlightsPayload": [
    "ImportReport",
    "InputInvalid"
  ],
  "ImportStationsPayload": [
    "ImportReport",
    "InputInvalid"
  ],
  "ImportVehicleTypesPayload": [
    "ImportReport",
    "InputInvalid"
  ],
  "MarkNotificationReadPayload": [
    "MarkNotificationReadSuccess",
    "NotificationNotFound"
  ],
  "MoveMaintenanceJobPayload": [
    "IllegalTransition",
    "MoveMaintenanceJobSuccess",
    "SupplyNotFound",
    "SupplyVersionStale"
  ],
  "QuoteBasketPayload": [
    "InputInvalid",
    "OfferExpired",
    "QuoteBasketSuccess",
    "Unavailable"
  ],
  "RecordStockMovementPayload": [
    "IdempotencyConflict",
    "InputInvalid",
    "RecordStockMovementSuccess",
    "StockShort",
    "SupplyNotFound"
  ],
  "RefundPaymentPayload": [
    "IdempotencyConflict",
    "InputInvalid",
    "RefundExceedsCapture",
    "RefundPaymentSuccess"
  ],
  "ReinstateUserPayload": [
    "OwnRights",
    "ReinstateUserSuccess",
    "UserNotFound"
  ],
  "ReleaseHoldPayload": [
    "IdempotencyConflict",
    "IllegalTransition",
    "InputInvalid",
    "ReleaseHoldSuccess"
  ],
  "RetireBookablePayload": [
    "RetireBookableSuccess",
    "SupplyNotFound",
    "SupplyVersionStale"
  ],
  "RotateApiClientSecretPayload": [
    "ApiClientNotFound",
    "RotateApiClientSecretSuccess"
  ],
  "SaveAircraftPayload": [
    "InputInvalid",
    "SaveAircraftSuccess"
  ],
  "SaveRatePlanPayload": [
    "InputInvalid",
    "SaveRatePlanSuccess",
    "SupplyVersionStale"
  ],
  "SeriesPayload": [
    "InputInvalid",
    "MetricUnknown",
    "Series",
    "TooManyGroups"
  ],
  "SetTaxRatePayload": [
    "InputInvalid",
    "SetTaxRateSuccess"
  ],
  "StartPaymentPayload": [
    "BookingNotPayable",
    "IdempotencyConflict",
    "StartPaymentSuccess"
  ],
  "SuspendUserPayload": [
    "OwnRights",
    "SuspendUserSuccess",
    "UserNotFound"
  ],
  "UpdateProfilePayload": [
    "InputInvalid",
    "UpdateProfileSuccess"
  ],
  "UserError": [
    "ApiClientNotFound",
    "BookingLimitReached",
    "BookingNotPayable",
    "GarageCapacityInvalid",
    "GarageCapacityShort",
    "IdempotencyConflict",
    "IllegalTransition",
    "InputInvalid",
    "MetricUnknown",
    "NotificationNotFound",
    "OfferExpired",
    "OrganisationNotFound",
    "OwnRights",
    "PartnerReferenceTaken",
    "PlateTaken",
    "QuoteExpired",
    "RefundExceedsCapture",
    "StaleVersion",
    "StockShort",
    "SupplyDuplicate",
    "SupplyNotFound",
    "SupplyVersionStale",
    "TooManyGroups",
    "Unavailable",
    "UnitNotReady",
    "UserNotFound",
    "VinInvalid"
  ],
  "Vehicle": [
    "Car",
    "CustomerVehicle"
  ]
};
