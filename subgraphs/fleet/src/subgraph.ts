import type { Subgraph } from '@fleetgraph/kit/graphql/subgraph';
import { BookableQuery } from './catalogue/bookable.query.js';
import { bookableReference, referenceOfKind } from './catalogue/bookable.reference.js';
import { BookableFields } from './catalogue/bookable-fields.query.js';
import { BookableKind } from './catalogue/bookable-kind.js';
import { mediaRoutes } from './catalogue/media/media.routes.js';
import { RatePlan } from './catalogue/pricing/rate-plan.entity.js';
import { BikeRatePlan, CarClassRatePlan, RatePlanQuery } from './catalogue/pricing/rate-plan.query.js';
import { SaveRatePlanMutation } from './catalogue/pricing/save-rate-plan/save-rate-plan.mutation.js';
import { SetTaxRateMutation } from './catalogue/pricing/tax/set-tax-rate.mutation.js';
import { RetireBookableMutation } from './catalogue/retire-bookable/retire-bookable.mutation.js';
import { SearchQuery } from './catalogue/search/search.query.js';
import { fleetOptions } from './config.js';
import type { FleetContext } from './context.js';
import { Aircraft } from './flight/aircraft/aircraft.entity.js';
import { SaveAircraftMutation } from './flight/aircraft/save-aircraft.mutation.js';
import { Flight } from './flight/flight.entity.js';
import { FlightQuery } from './flight/flight.query.js';
import { FlightType } from './flight/flight.type.js';
import { ImportFlightsMutation } from './flight/import-flights/import-flights.mutation.js';
import { AddFlightMutation } from './flight/plan/add-flight.mutation.js';
import { EditFlightMutation } from './flight/plan/edit-flight.mutation.js';
import { seatReference } from './flight/seat.reference.js';
import { CreateFlightsWorkshopsAndGoods } from './migrations/create-flights-workshops-and-goods.migration.js';
import { CreatePlacesAndPrices } from './migrations/create-places-and-prices.migration.js';
import { CreateVehicles } from './migrations/create-vehicles.migration.js';
import { TellCustomerVehicles } from './migrations/tell-customer-vehicles.migration.js';
import { GaragesNeededQuery } from './place/count-garages/garages-needed.query.js';
import { LocationQuery } from './place/find-locations/location.query.js';
import { ImportAirportsMutation } from './place/import-places/import-airports.mutation.js';
import { ImportStationsMutation } from './place/import-places/import-stations.mutation.js';
import { Location } from './place/location.entity.js';
import { locationReference } from './place/location.reference.js';
import { AddLocationMutation } from './place/save-location/add-location.mutation.js';
import { EditLocationMutation } from './place/save-location/edit-location.mutation.js';
import { AddProductMutation } from './shop/product/add-product.mutation.js';
import { EditProductMutation } from './shop/product/edit-product.mutation.js';
import { Product } from './shop/product/product.entity.js';
import { ProductFields, ProductQuery, ProductVariantFields, StockLevelFields } from './shop/product.query.js';
import { productReference } from './shop/product.reference.js';
import { ProductVariantType } from './shop/product.type.js';
import { onBookingStock } from './shop/stock/on-booking-stock.js';
import { RecordStockMovementMutation } from './shop/stock/record-stock-movement.mutation.js';
import { AddProductVariantMutation } from './shop/variant/add-product-variant.mutation.js';
import { EditProductVariantMutation } from './shop/variant/edit-product-variant.mutation.js';
import { ProductVariant } from './shop/variant/product-variant.entity.js';
import { AddBikeMutation } from './vehicle/bike/add-bike.mutation.js';
import { Bike } from './vehicle/bike/bike.entity.js';
import { BikeType } from './vehicle/bike/bike.type.js';
import { EditBikeMutation } from './vehicle/bike/edit-bike.mutation.js';
import { AddCarMutation } from './vehicle/car/add-car.mutation.js';
import { Car } from './vehicle/car/car.entity.js';
import { EditCarMutation } from './vehicle/car/edit-car.mutation.js';
import { AddCarClassMutation } from './vehicle/car-class/add-car-class.mutation.js';
import { CarClass } from './vehicle/car-class/car-class.entity.js';
import { CarClassType } from './vehicle/car-class/car-class.type.js';
import { EditCarClassMutation } from './vehicle/car-class/edit-car-class.mutation.js';
import { AddCustomerVehicleMutation } from './vehicle/customer-vehicle/add-customer-vehicle.mutation.js';
import { CustomerVehicle } from './vehicle/customer-vehicle/customer-vehicle.entity.js';
import { EditCustomerVehicleMutation } from './vehicle/customer-vehicle/edit-customer-vehicle.mutation.js';
import { onBookingUnits } from './vehicle/follow-bookings/on-booking-units.js';
import { reserveUnitJob } from './vehicle/follow-bookings/reserve-unit.job.js';
import { ChangeVehicleStateMutation } from './vehicle/state/change-vehicle-state.mutation.js';
import { CarFields, CustomerVehicleFields, UserFields, VehicleQuery } from './vehicle/vehicle.query.js';
import {
  carReference,
  customerVehicleReference,
  userReference,
  vehicleReference,
} from './vehicle/vehicle.reference.js';
import { ImportVehicleTypesMutation } from './vehicle/vehicle-type/import-vehicle-types.mutation.js';
import { VehicleType } from './vehicle/vehicle-type/vehicle-type.entity.js';
import { VehicleTypesQuery } from './vehicle/vehicle-type/vehicle-types.query.js';
import { MaintenanceJob } from './workshop/job/maintenance-job.entity.js';
import { CustomerVehicleJobs, MaintenanceJobFields } from './workshop/job/maintenance-job.query.js';
import { maintenanceJobReference } from './workshop/job/maintenance-job.reference.js';
import { MoveMaintenanceJobMutation } from './workshop/job/move-job.mutation.js';
import { onBookingJobs } from './workshop/job/on-booking-jobs.js';
import { WatchJobSubscription } from './workshop/job/watch-job.subscription.js';
import { LocationUnits } from './workshop/location-units.query.js';
import { AddWorkshopServiceMutation } from './workshop/service/add-workshop-service.mutation.js';
import { EditWorkshopServiceMutation } from './workshop/service/edit-workshop-service.mutation.js';
import { WorkshopService } from './workshop/service/workshop-service.entity.js';
import { AddBayMutation } from './workshop/units/add-bay.mutation.js';
import { AddTechnicianMutation } from './workshop/units/add-technician.mutation.js';
import { Bay } from './workshop/units/bay.entity.js';
import { EditBayMutation } from './workshop/units/edit-bay.mutation.js';
import { EditTechnicianMutation } from './workshop/units/edit-technician.mutation.js';
import { Technician } from './workshop/units/technician.entity.js';
import { WorkshopServiceFields, WorkshopServiceType } from './workshop/workshop.type.js';

/** Supply: what exists and in which state, never who holds it. */
export const fleet: Subgraph<FleetContext> = {
  name: 'fleet',
  resolvers: [
    BookableQuery,
    SearchQuery,
    ...[BookableFields, RetireBookableMutation],
    ...[RatePlanQuery, CarClassRatePlan, BikeRatePlan, SaveRatePlanMutation, SetTaxRateMutation],
    ...[LocationQuery, LocationUnits, AddLocationMutation, EditLocationMutation, GaragesNeededQuery],
    ...[ImportStationsMutation, ImportAirportsMutation, ImportVehicleTypesMutation, VehicleTypesQuery],
    ...[VehicleQuery, CarFields, AddCarClassMutation, EditCarClassMutation, AddCarMutation, EditCarMutation],
    ...[AddBikeMutation, EditBikeMutation, ChangeVehicleStateMutation],
    ...[
      CustomerVehicleFields,
      CustomerVehicleJobs,
      UserFields,
      AddCustomerVehicleMutation,
      EditCustomerVehicleMutation,
    ],
    ...[FlightQuery, SaveAircraftMutation, AddFlightMutation, EditFlightMutation, ImportFlightsMutation],
    ...[WorkshopServiceFields, AddWorkshopServiceMutation, EditWorkshopServiceMutation],
    ...[AddBayMutation, EditBayMutation, AddTechnicianMutation, EditTechnicianMutation],
    ...[MaintenanceJobFields, MoveMaintenanceJobMutation, WatchJobSubscription],
    ...[ProductQuery, ProductFields, ProductVariantFields, StockLevelFields, AddProductMutation, EditProductMutation],
    ...[AddProductVariantMutation, EditProductVariantMutation, RecordStockMovementMutation],
  ],
  types: [CarClassType, BikeType, FlightType, WorkshopServiceType, ProductVariantType],
  references: {
    Bookable: bookableReference,
    CarClass: referenceOfKind(BookableKind.CAR),
    Bike: referenceOfKind(BookableKind.BIKE),
    Flight: referenceOfKind(BookableKind.FLIGHT),
    WorkshopService: referenceOfKind(BookableKind.WORKSHOP),
    ProductVariant: referenceOfKind(BookableKind.PRODUCT),
    Product: productReference,
    Seat: seatReference,
    Location: locationReference,
    Vehicle: vehicleReference,
    Car: carReference,
    CustomerVehicle: customerVehicleReference,
    MaintenanceJob: maintenanceJobReference,
    User: userReference,
  },
  entities: [
    ...[Location, RatePlan, CarClass, Car, Bike, VehicleType, CustomerVehicle],
    ...[Aircraft, Flight, Bay, Technician, WorkshopService, MaintenanceJob, Product, ProductVariant],
  ],
  migrations: [CreatePlacesAndPrices, CreateVehicles, CreateFlightsWorkshopsAndGoods, TellCustomerVehicles],
  consumers: [onBookingUnits, onBookingJobs, onBookingStock],
  jobs: [reserveUnitJob],
  routes: mediaRoutes,
  createContext: (base, { options }) => ({ ...base, publicUrl: fleetOptions(options).publicUrl }),
};
