/** A bike; one that helps has a battery on its frame. */
export function BikeDrawing({ isElectric, paint }: { isElectric: boolean; paint: string }) {
  return (
    <>
      <path d="M10 84h140" stroke="#8a98a1" strokeWidth="1.500" />
      <g fill="none" stroke="#43525c" strokeWidth="3.500">
        <circle cx="50" cy="63" r="20" />
        <circle cx="112" cy="63" r="20" />
      </g>
      <g fill="none" stroke={paint} strokeWidth="4.500" strokeLinecap="round" strokeLinejoin="round">
        <path d="M50 63h29l22-30M50 63l17-26h36M79 63 64 31" />
        <path d="m101 33 11 30M101 33l-3-9h10" />
      </g>
      <path d="M56 30h16" stroke="#26323a" strokeWidth="5" strokeLinecap="round" />
      {isElectric && <path d="M72 42h22" stroke="#26323a" strokeWidth="8" strokeLinecap="round" />}
      {isElectric && <path d="m84 37-3 5h5l-3 5" stroke="#f3c94b" strokeWidth="1.800" fill="none" />}
    </>
  );
}
