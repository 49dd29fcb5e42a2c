/** The hatching of what no signature covers, in the size of large and of small maps; once in the page. */

export const hatchFill = 'url(#map-hatch)'
export const smallHatchFill = 'url(#map-hatch-small)'

export function MapPatterns() {
  return (
    <>
      <pattern id="map-hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line className="hatch-line" x1="1" y1="0" x2="1" y2="7" strokeWidth="1.5" />
      </pattern>
      <pattern
        id="map-hatch-small"
        width="3.5"
        height="3.5"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <line className="hatch-line" x1=".8" y1="0" x2=".8" y2="3.5" strokeWidth="1.2" />
      </pattern>
    </>
  )
}
