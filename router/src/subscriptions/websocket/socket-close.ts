/** Close codes of RFC 6455 besides those of graphql-transport-ws. */
export const SocketClose = {
  goingAway: 1001,
  policyViolation: 1008,
  serviceRestart: 1012,
  tryAgainLater: 1013,
} as const;
