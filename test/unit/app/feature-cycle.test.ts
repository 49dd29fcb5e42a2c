/**
 * The list of features imports every feature at start-up. A feature that leads back to the list by any
 * way would be evaluated before it, and the window would not start; bundles differ in when that shows.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const renderer = fileURLToPath(new URL('../../../src-renderer/', import.meta.url))
const list = join(renderer, 'app/features.ts')

/** Files that a module imports at its own evaluation: not types, and not what it loads later. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(/^(?:import|export)(?! type\b)[^'"]*?from '(\.[^']+)'|^import '(\.[^']+)'/gm)]
    .map((match) => resolve(dirname(file), match[1] ?? match[2] ?? ''))
    .filter((path) => /\.tsx?$/.test(path))
}

/** The way from a file to the list of features, or null when there is none. */
function wayToList(start: string): readonly string[] | null {
  const seen = new Set([start])
  const ways: (readonly string[])[] = [[start]]
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    const last = way.at(-1) ?? start
    if (last === list) return way.map((path) => path.slice(renderer.length))
    for (const next of importsOf(last)) {
      if (seen.has(next)) continue
      seen.add(next)
      ways.push([...way, next])
    }
  }
  return null
}

describe('features', () => {
  const files = readdirSync(join(renderer, 'features'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /feature\.tsx?$/.test(file))
    .map((file) => join(renderer, 'features', file))

  it.each(files.map((file) => file.slice(renderer.length)))('%s does not lead back to the list of features', (file) => {
    expect(wayToList(join(renderer, file))).toBeNull()
  })

  it('are found by this test, and so is a way that exists', () => {
    expect(files.length).toBeGreaterThan(5)
    expect(wayToList(join(renderer, 'app/app.tsx'))).toEqual(['app/app.tsx', 'app/features.ts'])
  })
})
