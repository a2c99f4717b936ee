/** What can be booked; the enum's keys are the graph's names. */
export enum BookableKind {
  CAR = 'CAR',
  BIKE = 'BIKE',
  FLIGHT = 'FLIGHT',
  WORKSHOP = 'WORKSHOP',
  PRODUCT = 'PRODUCT',
}
