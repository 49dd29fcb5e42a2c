/**
 * What the engine answers about each image of the hostile corpus, as a Markdown table: opening it,
 * listing everything, extracting everything. The corpus is written by the helper's own tests.
 *
 *   node test/bench/hostile-table.bench.ts [folder of images]
 */
import { execFileSync } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { extractFiles } from '../../src-main/engine/files/extract-files.ts'
import { createImagePool, type ImagePool } from '../../src-main/engine/files/image-pool.ts'
import { AppFailure } from '../../src-shared/text/errors/index.ts'

const say = (text: string): void => void process.stdout.write(`${text}\n`)
/** What one image may write; the bombs of the corpus hold more. */
const mostBytes = 50 << 20

function writeCorpus(folder: string): void {
  const args = ['test', '--release', '--quiet', '--test', 'hostile', 'the_corpus_can_be_written']
  const env = { ...process.env, SIF_HELPER_CORPUS: folder }
  execFileSync('cargo', args, { cwd: join(import.meta.dirname, '..', '..', 'src-helper'), env, stdio: 'ignore' })
}

/** The answer to one question: its own words, or the code and the reason. */
async function answerOf(work: () => Promise<string>): Promise<string> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof AppFailure)) return `not a coded answer: ${String(error)}`
    const { code, params } = error.error
    return params.reason === undefined ? code : `${code}: ${String(params.reason)}`
  }
}

const count = (entries: number, problems: readonly string[]): string =>
  problems.length === 0 ? `${entries} entries` : `${entries} entries, ${[...new Set(problems)].join('; ')}`

async function listed(pool: ImagePool, path: string): Promise<string> {
  return pool.use(path, undefined, async (image) => {
    let entries = 0
    const problems: string[] = []
    for await (const found of image.walk('/')) {
      if (found.kind === 'entries') entries += found.entries.length
      else problems.push(found.problem.message)
    }
    return count(entries, problems)
  })
}

async function extracted(path: string, to: string): Promise<string> {
  const options = { paths: [], to, owners: false, special: false, maxBytes: mostBytes }
  const { entries, problems } = await extractFiles(path, options)
  return count(
    entries,
    problems.map(({ message }) => message),
  )
}

const scratch = await mkdtemp(join(tmpdir(), 'sif-desktop-hostile-'))
const pool = createImagePool()
try {
  const corpus = process.argv[2] ?? join(scratch, 'corpus')
  if (process.argv[2] === undefined) writeCorpus(corpus)
  const names = (await readdir(corpus)).sort()
  let uncoded = 0
  say('| Image | Open | List | Extract |')
  say('| --- | --- | --- | --- |')
  for (const name of names) {
    const path = join(corpus, name)
    const open = await answerOf(() =>
      pool.use(path, undefined, async (image) => `opens, ${(await image.info()).inodes} inodes`),
    )
    const refused = !open.startsWith('opens')
    const list = refused ? '' : await answerOf(() => listed(pool, path))
    const extract = refused ? '' : await answerOf(() => extracted(path, join(scratch, name)))
    uncoded += [open, list, extract].filter((answer) => /^not a coded|CRASHED|STALLED|INTERNAL/.test(answer)).length
    say(`| ${[basename(name, '.squashfs'), open, list, extract].join(' | ')} |`)
  }
  say(`\n${names.length} images; ${uncoded} answers that are crashes, hangs or without a code`)
  process.exitCode = uncoded === 0 ? 0 : 1
} finally {
  await pool.close()
  await rm(scratch, { recursive: true, force: true })
}
