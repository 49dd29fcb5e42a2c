/**
 * Reads an execution control list from TOML, as hostile text: bounded, each member of the expected kind, and
 * what is odd is named. Its meaning is decided in the model; folders are looked at in validate-list.ts.
 */
import { parse, TomlError } from 'smol-toml'
import type { ControlGroup, ControlList, ControlNote } from '../../../../src-shared/model/control-list.ts'

/** Far beyond any real list. */
const mostBytes = 1024 * 1024
const mostGroups = 1000
const mostFingerprints = 10_000

export type ReadControlList =
  | { readonly kind: 'list'; readonly list: ControlList; readonly notes: readonly ControlNote[] }
  | {
      readonly kind: 'unreadable'
      readonly reason: string
      readonly line: number | null
      readonly column: number | null
    }

type Table = Readonly<Record<string, unknown>>

/** What does not fit: told with the member it is about. */
class Misfit extends Error {}

/** @param bytes of the file */
export function readControlList(bytes: Uint8Array): ReadControlList {
  const unreadable = (reason: string, line: number | null = null, column: number | null = null): ReadControlList => ({
    kind: 'unreadable',
    reason,
    line,
    column,
  })
  if (bytes.length > mostBytes) return unreadable(`the file has ${bytes.length} bytes; no such list is that large`)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return unreadable('the file is not UTF-8 text')
  }
  let root: Table
  try {
    root = parse(text, { unsafeKeyBehaviour: 'throw', maxDepth: 20 })
  } catch (error) {
    if (error instanceof TomlError) return unreadable(plainReason(error.message), error.line, error.column)
    return unreadable(error instanceof Error ? plainReason(error.message) : String(error))
  }
  try {
    return fromTable(root)
  } catch (error) {
    if (error instanceof Misfit) return unreadable(error.message)
    throw error
  }
}

/** The parser shows the place in the text below its message; the place is told separately. */
const plainReason = (message: string): string => message.split('\n')[0]?.replace(/^Invalid TOML document: /, '') ?? ''

const rootMembers = ['activated', 'legacyinsecure', 'execgroup'] as const
const groupMembers = ['tagname', 'mode', 'dirpath', 'keyfp'] as const

function fromTable(root: Table): ReadControlList {
  const notes: ControlNote[] = []
  const top = membersOf(root, rootMembers, '', notes)
  const groups = listOf(top.execgroup, 'execgroup')
  if (groups.length > mostGroups) throw new Misfit(`${groups.length} groups; ${mostGroups} is the most that is read`)
  const list: ControlList = {
    activated: flagOf(top.activated, 'activated'),
    legacyInsecure: flagOf(top.legacyinsecure, 'legacyinsecure'),
    groups: groups.map((group, place) => groupFrom(group, place, notes)),
  }
  return { kind: 'list', list, notes }
}

function groupFrom(value: unknown, place: number, notes: ControlNote[]): ControlGroup {
  const name = `execgroup ${place + 1}`
  if (!isTable(value)) throw new Misfit(`${name} is not a table; write [[execgroup]]`)
  const members = membersOf(value, groupMembers, `${name}: `, notes)
  const fingerprints = listOf(members.keyfp, `keyfp of ${name}`).map((entry) => {
    if (typeof entry !== 'string') throw new Misfit(`keyfp of ${name} takes texts only`)
    return entry
  })
  if (fingerprints.length > mostFingerprints) throw new Misfit(`keyfp of ${name} has ${fingerprints.length} entries`)
  return {
    tagName: textOf(members.tagname, `tagname of ${name}`),
    mode: textOf(members.mode, `mode of ${name}`),
    folder: textOf(members.dirpath, `dirpath of ${name}`),
    fingerprints,
  }
}

/** Known members by their names; others are named in the notes and have no effect. */
function membersOf<Name extends string>(
  table: Table,
  known: readonly Name[],
  where: string,
  notes: ControlNote[],
): Readonly<Partial<Record<Name, unknown>>> {
  const found: Partial<Record<Name, unknown>> = {}
  for (const [name, value] of Object.entries(table)) {
    const exact = known.find((member) => member === name)
    const meant = known.find((member) => member === name.toLowerCase())
    if (exact !== undefined) found[exact] = value
    else if (meant !== undefined) {
      notes.push({ kind: 'memberCase', name: `${where}${name}`, meant })
      found[meant] ??= value
    } else notes.push({ kind: 'unknownMember', name: `${where}${name}` })
  }
  return found
}

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
}

function flagOf(value: unknown, name: string): boolean {
  if (value === undefined) return false
  if (typeof value !== 'boolean') throw new Misfit(`${name} takes true or false, without quotes`)
  return value
}

function textOf(value: unknown, name: string): string {
  if (value === undefined) return ''
  if (typeof value !== 'string') throw new Misfit(`${name} takes a text in quotes`)
  return value
}

function listOf(value: unknown, name: string): readonly unknown[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) {
    throw new Misfit(name === 'execgroup' ? 'execgroup is one table; write [[execgroup]]' : `${name} takes a list`)
  }
  return value
}
