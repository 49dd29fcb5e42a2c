/**
 * JSON text exactly as Go's encoder writes it, because digests and comparisons of images depend on it.
 * It decides nothing about what is written.
 */

/**
 * A value that JSON can hold. A map keeps its order whatever its names are; members of an object that are
 * undefined are left out.
 */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | ReadonlyMap<string, JsonValue>
  | { readonly [name: string]: JsonValue | undefined }

/** @returns one line of JSON */
export function goJson(value: JsonValue): string {
  return write(value, null)
}

/** The same, indented with tabs. */
export function goJsonIndented(value: JsonValue): string {
  return write(value, 0)
}

/** @param depth of indentation, or null for one line */
function write(value: JsonValue, depth: number | null): string {
  if (typeof value === 'string') return text(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const inner = depth === null ? null : depth + 1
  if (isList(value))
    return enclosed(
      '[',
      value.map((item) => write(item, inner)),
      ']',
      depth,
    )
  const entries = isMap(value) ? [...value] : Object.entries(value)
  const colon = depth === null ? ':' : ': '
  const members = entries.flatMap(([name, member]) =>
    member === undefined ? [] : [`${text(name)}${colon}${write(member, inner)}`],
  )
  return enclosed('{', members, '}', depth)
}

function isList(value: object): value is readonly JsonValue[] {
  return Array.isArray(value)
}

function isMap(value: object): value is ReadonlyMap<string, JsonValue> {
  return value instanceof Map
}

function enclosed(open: string, items: readonly string[], close: string, depth: number | null): string {
  if (depth === null || items.length === 0) return `${open}${items.join(',')}${close}`
  const indent = '\t'.repeat(depth)
  return `${open}\n${items.map((item) => `${indent}\t${item}`).join(',\n')}\n${indent}${close}`
}

/** Go also escapes what could end a script in a web page, and replaces what is not valid text. */
function text(value: string): string {
  return JSON.stringify(value.toWellFormed()).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** In the order of Go's maps in JSON: by the bytes of the names. */
export function sortedByName<Value>(entries: Iterable<readonly [string, Value]>): ReadonlyMap<string, Value> {
  return new Map([...entries].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
}
