/** What an image map is given: the parts of a file in file order, and one lane per signature. */
import type { MapPartKind } from '../../../src-shared/model/image.ts'
import type { Verdict } from '../../../src-shared/model/verification.ts'

export interface MapObject {
  /** Unique in the map, like `header`, `table`, `object-4`. */
  readonly key: string
  readonly kind: MapPartKind
  readonly objectId: number | null
  /** Like `Header`, `4 File system`. */
  readonly title: string
  /** One short fact below the title: a size, a date, `7 of 48 used`. */
  readonly detail: string
  /** Inside the file system, below its name: `SquashFS, gzip · 48,213 files`. */
  readonly note?: string
  /** Inside the file system at the right, below its size: `87 % of the file`. */
  readonly share?: string
  readonly sizeBytes: number
  readonly offsetBytes: number
  /** In words, for the readout line and screen readers: `covered by signature 5`, `covered by no signature`. */
  readonly coverText: string
  /** Hatched: signatures exist, and none speaks about it. */
  readonly isUncovered: boolean
  readonly isChanged: boolean
  /** The state of a signature object. */
  readonly verdict?: Verdict
  /** The object table draws its slots. */
  readonly slots?: { readonly used: number; readonly total: number }
  /** Largest directories of the file system; left out until they are listed. */
  readonly directories?: readonly { readonly path: string; readonly sizeBytes: number }[]
}

export interface MapLane {
  readonly key: string
  readonly verdict: Verdict
  /** The signature object that speaks. */
  readonly signatureKey: string
  /** Keys of the parts it covers whole. */
  readonly covers: ReadonlySet<string>
  /** Keys of the parts of which it covers some fields. */
  readonly coversSome: ReadonlySet<string>
}

export type MapScale = 'size' | 'equal'

/** `full`: names above, 76 high. `plain`: no names, 40 high. `short`: no names, 32 high, for short windows. */
export type MapForm = 'full' | 'plain' | 'short'

export interface MapOptions {
  readonly form: MapForm
  readonly scale: MapScale
}

export interface PlacedPart {
  readonly object: MapObject
  readonly x: number
  readonly width: number
  /** Names itself inside instead of above. */
  readonly isNamedInside: boolean
}

export interface PlacedLabel {
  readonly object: MapObject
  /** Where its leader stands, and which side of it the text is on. */
  readonly x: number
  readonly side: 'start' | 'end'
  /** The width of the text, as estimated. */
  readonly textWidth: number
  /** The middle of the part that the leader comes from. */
  readonly from: number
}

export interface PlacedLane {
  readonly lane: MapLane
  /** Middle of the lane. */
  readonly y: number
  /** What is covered whole. */
  readonly runs: readonly { readonly x: number; readonly width: number }[]
  /** What is covered in some fields. */
  readonly dashes: readonly { readonly x: number; readonly width: number }[]
  /** The middle of the signature object, and where its stem meets the lane; null when the object is not in the map. */
  readonly stem: { readonly x: number; readonly end: number } | null
}

export interface ImageMapLayout {
  readonly width: number
  readonly height: number
  readonly bar: { readonly top: number; readonly height: number }
  readonly laneThickness: number
  readonly parts: readonly PlacedPart[]
  readonly labels: readonly PlacedLabel[]
  readonly lanes: readonly PlacedLane[]
}
