/** A tail above the clouds, in the colour of the flight. */
export function FlightDrawing({ paint }: { paint: string }) {
  return (
    <>
      <path
        d="M14 62c0-4 6-8 16-8h76l22-30c1-2 3-3 5-3h9l-9 34h4c8 0 13 3 13 6s-5 7-13 7H34c-12 0-20-2-20-6Z"
        fill="#e4eaed"
      />
      <path d="m106 54 22-30c1-2 3-3 5-3h9l-9 33Z" fill={paint} />
      <path d="m62 60-26 26h10l42-26Z" fill="#b7c3ca" />
      <path d="M22 60c2-3 5-4 9-4h6v5H22Z" fill="#43525c" />
      {[46, 54, 62, 70, 78, 86, 94].map((x) => (
        <rect key={x} x={x} y="56.500" width="3.500" height="4.500" rx="1.500" fill="#43525c" />
      ))}
      <path d="M16 68h132" stroke={paint} strokeWidth="2" opacity="0.500" />
    </>
  );
}
