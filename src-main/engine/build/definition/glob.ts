/**
 * Patterns in `%files`, over any tree of files. The two programs differ: one expands as Go does, the other as
 * a shell. Source: build reference, 1.6.
 */
import type { Builder } from '../container/builder.ts'

/** The tree that is looked through; paths as they are written in a definition. */
export interface GlobTree {
  exists(path: string): Promise<boolean>
  /** Names in a directory, links to directories followed; none when it is no directory. */
  names(directory: string): Promise<readonly string[]>
  isDirectory(path: string): Promise<boolean>
}

/**
 * @returns paths in order; for a pattern that fits nothing none, and for a path without pattern itself if it is there
 * @param variables for the program that expands them
 */
export async function expand(
  tree: GlobTree,
  pattern: string,
  builder: Builder,
  variables: NodeJS.ProcessEnv,
): Promise<readonly string[]> {
  if (builder === 'singularity') return fitting(tree, pattern, { hidden: true, deep: false })
  const all: string[] = []
  for (const plain of braces(withVariables(pattern, variables))) {
    for (const path of await fitting(tree, plain, { hidden: false, deep: true }))
      if (!all.includes(path)) all.push(path)
  }
  return all
}

interface Rules {
  /** Whether `*` fits names that begin with a dot. */
  readonly hidden: boolean
  /** Whether `**` fits any number of directories. */
  readonly deep: boolean
}

async function fitting(tree: GlobTree, pattern: string, rules: Rules): Promise<readonly string[]> {
  if (!/[*?[\\]/.test(pattern)) return (await tree.exists(pattern)) ? [pattern] : []
  const parts = pattern.split('/')
  let found: readonly string[] = [pattern.startsWith('/') ? '/' : '']
  for (const [place, part] of parts.entries()) {
    if (part === '' || (place === 0 && pattern.startsWith('/'))) continue
    const isLast = parts.slice(place + 1).every((later) => later === '')
    const next: string[] = []
    for (const directory of found) next.push(...(await step(tree, directory, part, isLast, rules)))
    found = next
  }
  return [...found].sort()
}

async function step(
  tree: GlobTree,
  directory: string,
  part: string,
  isLast: boolean,
  rules: Rules,
): Promise<readonly string[]> {
  const below = (name: string): string =>
    directory === '' || directory === '/' ? `${directory}${name}` : `${directory}/${name}`
  if (rules.deep && part === '**') {
    const all: string[] = isLast ? [] : [directory]
    for (const name of await tree.names(directory || '.')) {
      const path = below(name)
      if (name.startsWith('.')) continue
      if (await tree.isDirectory(path))
        all.push(...(isLast ? [path] : []), ...(await step(tree, path, part, isLast, rules)))
      else if (isLast) all.push(path)
    }
    return all
  }
  if (!/[*?[\\]/.test(part)) return (await tree.exists(below(part))) ? [below(part)] : []
  const expression = expressionOf(part)
  const names = await tree.names(directory || '.')
  return names
    .filter((name) => expression.test(name) && (rules.hidden || part.startsWith('.') || !name.startsWith('.')))
    .map(below)
}

/** A pattern for one name as a regular expression. */
function expressionOf(part: string): RegExp {
  let source = ''
  for (let at = 0; at < part.length; at += 1) {
    const character = part.charAt(at)
    const close = character === '[' ? part.indexOf(']', at + 2) : -1
    if (character === '*') source += '.*'
    else if (character === '?') source += '.'
    else if (character === '\\' && at + 1 < part.length) {
      at += 1
      source += quoted(part.charAt(at))
    } else if (close > 0) {
      const inner = part
        .slice(at + 1, close)
        .replace(/^[!^]/, '^')
        .replace(/\\/g, '\\\\')
      source += `[${inner}]`
      at = close
    } else source += quoted(character)
  }
  return new RegExp(`^${source}$`, 'su')
}

function quoted(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character
}

function withVariables(pattern: string, variables: NodeJS.ProcessEnv): string {
  return pattern.replace(
    /\$(?:\{(\w+)\}|([A-Za-z_]\w*))/g,
    (_, braced?: string, plain?: string) => variables[braced ?? plain ?? ''] ?? '',
  )
}

/** `a{b,c}d` is `abd` and `acd`; braces without a comma are characters. */
function braces(pattern: string): readonly string[] {
  const open = /\{([^{}]*,[^{}]*)\}/.exec(pattern)
  if (open === null) return [pattern]
  const before = pattern.slice(0, open.index)
  const after = pattern.slice(open.index + open[0].length)
  return (open[1] ?? '').split(',').flatMap((choice) => braces(`${before}${choice}${after}`))
}
