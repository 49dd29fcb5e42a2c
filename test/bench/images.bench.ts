/**
 * The Images list of a large library: how long the engine takes to answer it, cold and warm, sorted,
 * grouped and filtered in every way, and the slowest answer of all. The library is one signed image
 * entered under many names, so that each name has facts that must be judged.
 *
 *   node test/bench/images.bench.ts [images] [rounds]
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEngine } from '../../src-main/engine/engine.ts'
import { openDatabase } from '../../src-main/engine/platform/database.ts'
import { silentLog } from '../../src-main/engine/platform/log.ts'
import { findPaths } from '../../src-main/engine/platform/paths.ts'
import { createPlainPlatform } from '../../src-main/engine/platform/plain-platform.ts'
import type { CallInput, CallName, CallValue } from '../../src-shared/contract/index.ts'
import { makeLargeSigned } from './support/large-signed.ts'

const count = Number(process.argv[2] ?? 10_000)
const rounds = Number(process.argv[3] ?? 7)
const limitMs = 50

const folder = await mkdtemp(join(tmpdir(), 'sif-desktop-bench-'))
const paths = findPaths({ SIF_DESKTOP_HOME: join(folder, 'home') })
const start = () =>
  createEngine({ paths, platform: createPlainPlatform('terminal', paths), log: silentLog, resumeJobs: false })

let engine = start()
async function call<Name extends CallName>(name: Name, params: CallInput<Name>): Promise<CallValue<Name>> {
  const answer = await engine.call(name, params, { signal: new AbortController().signal })
  if (!answer.ok) throw new Error(answer.error.message)
  return answer.value as CallValue<Name>
}

async function finish(jobId: string): Promise<void> {
  while (!['done', 'failed'].includes((await call('jobs.get', { id: jobId })).state))
    await new Promise((resolve) => setTimeout(resolve, 20))
}

/** Copies the one row of a table under `count` names in many folders. */
function multiply(path: string): void {
  const database = openDatabase(paths.database)
  const nameOf = (index: number): string =>
    join(folder, `project-${index % 97}`, `tool-${(index * 7919) % count}_${index % 13}.${index % 7}.sif`)
  database.transaction(() => {
    for (const table of ['images', 'verifications']) {
      const row = database.prepare<[string], Record<string, unknown>>(`SELECT * FROM ${table} WHERE path = ?`).get(path)
      if (row === undefined) throw new Error(`${path} is not in ${table}`)
      const columns = Object.keys(row)
      const insert = database.prepare(
        `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((name) => `@${name}`).join(', ')})`,
      )
      for (let index = 1; index < count; index += 1) {
        const reference = `library://lab-${index % 31}/tools/tool-${(index * 7919) % count}:${index % 13}.${index % 7}`
        const own = table === 'images' ? { id: `copy-${index}`, reference } : {}
        insert.run({ ...row, ...own, path: nameOf(index) })
      }
    }
  })()
  database.close()
}

type Query = CallInput<'images.list'>
const queries: Readonly<Record<string, Query>> = {
  'by name': { sort: 'name' },
  'by name, next page': { sort: 'name', offset: 5000, limit: 1000 },
  'by size, last first': { sort: 'size', descending: true },
  'by verdict': { sort: 'verdict' },
  'by time': { sort: 'addedAt', descending: true },
  'by reference': { sort: 'reference' },
  'in folders': { sort: 'name', groupBy: 'folder' },
  'in namespaces': { sort: 'size', groupBy: 'namespace' },
  'filter by text': { text: 'tool-12' },
  'filter by verdict': { verdicts: ['unknown', 'cannotCheck'], groupBy: 'folder' },
}

let slowestMs = 0
async function measure(title: string, query: Query): Promise<void> {
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    // Another question in between, as a person asks one after another.
    await call('images.list', { text: `nothing-${round}` })
    const started = performance.now()
    await call('images.list', query)
    times.push(performance.now() - started)
  }
  const sorted = times.toSorted((a, b) => a - b)
  slowestMs = Math.max(slowestMs, sorted[Math.floor(rounds / 2)] ?? 0)
  const [best = 0, median = 0, worst = 0] = [sorted[0], sorted[Math.floor(rounds / 2)], sorted.at(-1)]
  print(`${title.padEnd(22)} best ${ms(best)}  median ${ms(median)}  worst ${ms(worst)}`)
}

const ms = (value: number): string => `${value.toFixed(1).padStart(6)} ms`
const print = (text: string): void => void process.stdout.write(`${text}\n`)

try {
  const { images, keys } = makeLargeSigned(folder, 1)
  await call('keyring.import', { material: { kind: 'file', path: keys } })
  await finish((await call('images.add', { paths: [images[1]] })).jobId)
  await finish((await call('signatures.verify', { path: images[1] })).jobId)
  await engine.close()
  multiply(images[1])

  const opened = performance.now()
  engine = start()
  const made = performance.now()
  const page = await call('images.list', {})
  print(`${page.total} images; engine made in ${ms(made - opened)}, first list ${ms(performance.now() - made)}`)
  if (page.total !== count || page.images[0]?.verdict !== 'unknown')
    throw new Error('the library is not as it was made')
  for (const [title, query] of Object.entries(queries)) await measure(title, query)
  const started = performance.now()
  await call('trust.decide', {
    fingerprint: page.images[0]?.signer?.fingerprint ?? '',
    kind: 'verified',
    how: 'inPerson',
    scope: { kind: 'everywhere' },
    note: '',
  })
  await call('images.list', {})
  print(`after a decision about all of them ${ms(performance.now() - started)}`)
  print(`slowest median ${ms(slowestMs)} (limit ${limitMs} ms)`)
  if (slowestMs > limitMs) process.exitCode = 1
} finally {
  await engine.close()
  await rm(folder, { recursive: true, force: true })
}
