/**
 * Checks the rules of rules.ts. It reads every import, export-from, dynamic import, `import('…')`
 * type and `require` with a real parser, so that no way across a boundary is overlooked.
 */
import { builtinModules } from 'node:module'
import { posix } from 'node:path'
import { parseSync } from 'oxc-parser'

export interface Room {
  /** A folder below the root, or one file. */
  readonly folder: string
  /** Folders, files and packages it may import besides itself; `node:` stands for all of Node's own modules. */
  readonly may: readonly string[]
}

export interface Violation {
  readonly file: string
  readonly line: number
  readonly why: string
}

/**
 * @param files paths below the root, with `/`
 * @param read gives the text of a file
 */
export function checkBoundaries(
  files: readonly string[],
  rooms: readonly Room[],
  read: (file: string) => string,
): readonly Violation[] {
  return files.flatMap((file) => {
    const text = read(file)
    const room = roomOf(file, rooms)
    return importsOf(file, text).flatMap(({ specifier, start }) => {
      const why = problemOf(file, specifier, room)
      return why === null ? [] : [{ file, line: text.slice(0, start).split('\n').length, why }]
    })
  })
}

/** The most specific room that a file lies in. */
function roomOf(file: string, rooms: readonly Room[]): Room | null {
  const holding = rooms.filter(({ folder }) => isIn(file, folder))
  return holding.sort((a, b) => b.folder.length - a.folder.length)[0] ?? null
}

function isIn(file: string, folder: string): boolean {
  return file === folder || file.startsWith(`${folder}/`)
}

function problemOf(file: string, specifier: string | null, room: Room | null): string | null {
  if (room === null) return 'the file lies in no room; name one in scripts/boundaries/rules.ts'
  if (specifier === null) return 'a computed import cannot be checked'
  const target = targetOf(file, specifier)
  const isAllowed = [room.folder, ...room.may].some((allowed) => isIn(target, allowed))
  return isAllowed ? null : `${room.folder} must not import ${target}`
}

/** A path below the root, `node:`, or a package with the path inside of it. */
function targetOf(file: string, specifier: string): string {
  const plain = specifier.split('?')[0] ?? specifier
  if (plain.startsWith('.')) return posix.normalize(posix.join(posix.dirname(file), plain))
  if (plain.startsWith('node:') || builtinModules.includes(plain)) return 'node:'
  return plain
}

interface Import {
  /** Null for what is computed. */
  readonly specifier: string | null
  readonly start: number
}

interface Node {
  readonly type: string
  readonly start: number
}

function importsOf(file: string, text: string): readonly Import[] {
  const { program, errors } = parseSync(file, text)
  if (errors[0]) throw new Error(`${file}: ${errors[0].message}`)
  const found: Import[] = []
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) visit(each)
    else if (isNode(value)) {
      const source = sourceOf(value)
      if (source !== undefined) found.push({ specifier: literalOf(source), start: value.start })
      for (const child of Object.values(value)) visit(child)
    }
  }
  visit(program)
  return found
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}

/** What a node imports from; undefined when it imports nothing. */
function sourceOf(node: Node): unknown {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return member(node, 'source') ?? undefined
    case 'TSExternalModuleReference':
      return member(node, 'expression')
    case 'CallExpression': {
      const args = member(node, 'arguments')
      const isRequire = member(member(node, 'callee'), 'name') === 'require'
      return isRequire && Array.isArray(args) ? args[0] : undefined
    }
    default:
      return undefined
  }
}

function literalOf(node: unknown): string | null {
  const value = member(node, 'value')
  return typeof value === 'string' ? value : null
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
